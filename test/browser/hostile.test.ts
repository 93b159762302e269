import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { constants } from "node:fs";
import { mkdir, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { engineIntentSchema, hostIntentSchema } from "../../src/runtime/protocol/intents.ts";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";

const workflow = `import { FnNode, Graph, gr } from "daggr";

const safe = new FnNode(({ text }) => text.toUpperCase(), {
  name: "safe",
  inputs: { text: gr.Textbox({ label: "Text", value: "a" }) },
  outputs: { loud: gr.Textbox() },
});

export default new Graph({ name: "Safe", nodes: [safe] });
`;

/** These intents open a dialog of VS Code and use nothing of the message. */
const asking: ReadonlySet<string> = new Set([
  "sign-in",
  "show-logs",
  "trust",
  "export-sheet",
  "import-sheet",
  "pick-file",
]);
const kinds = [...engineIntentSchema.options, ...hostIntentSchema.options]
  .map(({ entries }) => ({ type: entries.type.literal, fields: Object.keys(entries) }))
  .filter(({ type }) => !asking.has(type));

/** Messages with which an attacker could try to make the host do more than a canvas may ask for. */
function hostileMessages(canary: string): fc.Arbitrary<unknown> {
  const text = fc.oneof(
    fc.constantFrom(
      ...["safe", "safe.text", "text", "loud", "Safe", "step", "dismiss"],
      ...["__proto__", "constructor", "toString", "", "\0", "x".repeat(600), "0".repeat(64)],
      ...[`${canary}/secret`, `../../../../../../../..${canary}/secret`, `file://${canary}/secret`],
      ...[`${canary}/written`, `..%2f..${canary}/written`, "/etc/passwd", "C:\\Windows\\win.ini"],
      ...[`$(touch ${canary}/ran)`, `\`touch ${canary}/ran\``, `"; touch ${canary}/ran; "`],
      ...["workbench.action.splitEditor", "command:workbench.action.splitEditor", "https://example.org"],
    ),
    fc.string(),
  );
  const value = fc.oneof(
    { weight: 4, arbitrary: text },
    fc.double(),
    fc.integer({ min: -2, max: 3 }),
    fc.boolean(),
    fc.jsonValue(),
    fc.array(text, { maxLength: 3 }),
    fc.dictionary(text, fc.oneof(text, fc.double()), { maxKeys: 3 }),
    // The page turns this into bytes, which JSON cannot hold.
    fc.record({ bytes: fc.integer({ min: 0, max: 64 }) }),
  );
  const extra = fc.dictionary(fc.constantFrom("path", "uri", "command", "args", "file", "cwd"), text);
  const intent = fc
    .constantFrom(...kinds)
    .chain(({ type, fields }) =>
      fc
        .tuple(
          fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: [] }),
          extra,
        )
        .map(([ownFields, extraFields]) => ({ ...extraFields, ...ownFields, type })),
    );
  return fc.oneof(
    { weight: 8, arbitrary: intent },
    fc.jsonValue(),
    fc.record({ type: text, command: text, args: fc.array(text) }),
  );
}

describe("a hostile canvas", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let canvas: CanvasPage;
  let canary: string;

  before(async () => {
    canary = await mkdtemp(join(tmpdir(), "daggr-canary-"));
    // A process that opens a pipe to read it waits for a writer, so a reader can be detected.
    execFileSync("mkfifo", [join(canary, "secret")]);
    await mkdir(join(canary, "empty"));
    workbench = await Workbench.open({ workspace: { "safe.ts": workflow } });
    // Gives the test the page's connection to the host, as an attacker in the page would have it.
    await workbench.context.addInitScript({
      content: `{
        let make;
        Object.defineProperty(globalThis, "acquireVsCodeApi", {
          configurable: true,
          get: () => make && (() => (globalThis.stolen = make())),
          set: (acquire) => { make = acquire; },
        });
      }`,
    });
    await workbench.openFile("safe.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.card("safe").waitFor();
  });

  after(async () => {
    await workbench?.close();
    await rm(canary, { recursive: true, force: true });
  });

  /** Sends all messages, and waits until the host has answered a request that was sent after them. */
  async function send(messages: readonly unknown[]): Promise<void> {
    await canvas.frame.evaluate(
      async (texts) => {
        const { stolen } = globalThis as unknown as { stolen: { postMessage(message: unknown): void } };
        for (const text of texts)
          stolen.postMessage(
            JSON.parse(text, (_key, value: unknown) =>
              typeof value === "object" && value !== null && Object.keys(value).join() === "bytes"
                ? new Uint8Array(Number((value as { bytes: number }).bytes) || 0)
                : value,
            ),
          );
        await new Promise<void>((resolve) => {
          addEventListener("message", ({ data }: MessageEvent<{ request?: number }>) => {
            if (data.request === 424_242) resolve();
          });
          stolen.postMessage({ type: "preview", request: 424_242, mode: "step" });
        });
      },
      messages.map((message) => JSON.stringify(message)),
    );
  }

  /** Sends values that the generators of JSON do not make. */
  async function sendOddOnes(): Promise<void> {
    await canvas.frame.evaluate(() => {
      const { stolen } = globalThis as unknown as { stolen: { postMessage(message: unknown): void } };
      const circle: { type: string; value?: unknown } = { type: "answer" };
      circle.value = circle;
      let deep: unknown = 1;
      for (let depth = 0; depth < 3000; depth += 1) deep = [deep];
      const odd = [
        undefined,
        null,
        NaN,
        new Date(),
        new Map([["type", "ready"]]),
        new ArrayBuffer(8),
        [{ type: "ready" }],
        circle,
        { type: "set-input", input: "safe.text", value: deep },
        { type: "set-input", input: "safe.text", value: "x".repeat(5_000_000) },
        { type: "move", positions: { safe: { x: Infinity, y: NaN } } },
        JSON.parse('{"type":"set-input","input":"safe.text","value":{"__proto__":{"polluted":true}}}'),
      ];
      for (const message of odd) {
        try {
          stolen.postMessage(message);
        } catch {
          // The browser refuses to send this value.
        }
      }
    });
    await send([]);
  }

  const workspaceFiles = async () =>
    Object.fromEntries(
      await Promise.all(
        (await readdir(workbench.workspace, { recursive: true, withFileTypes: true }))
          .filter((entry) => entry.isFile())
          .map(async (entry) => {
            const path = join(entry.parentPath, entry.name);
            return [path, await readFile(path, "utf8")] as const;
          }),
      ),
    );

  it("makes the host read or write no file, run no command, and not crash", async () => {
    const hosts = await workbench.server.extensionHosts();
    const files = await workspaceFiles();
    const groups = await workbench.page.locator(".editor-group-container").count();
    const seed = Date.now() % 2 ** 31;
    const messages = fc.sample(hostileMessages(canary), { numRuns: 800, seed });
    for (let start = 0; start < messages.length; start += 100) await send(messages.slice(start, start + 100));
    await sendOddOnes();

    const context = `after the messages of seed ${seed}`;
    assert.deepEqual(await workbench.server.extensionHosts(), hosts, `another extension host ${context}`);
    assert.deepEqual((await readdir(canary)).sort(), ["empty", "secret"], `something was written ${context}`);
    await assert.rejects(
      open(join(canary, "secret"), constants.O_WRONLY | constants.O_NONBLOCK),
      { code: "ENXIO" },
      `somebody reads the secret ${context}`,
    );
    assert.deepEqual(await workspaceFiles(), files, `the workspace has changed ${context}`);
    assert.equal(
      await workbench.page.locator(".editor-group-container").count(),
      groups,
      `a command ran ${context}`,
    );
  });

  it("leaves a canvas behind that works", async () => {
    const page = new CanvasPage(await workbench.canvas());
    await page.find("safe");
    await page.card("safe").waitFor();
    await page.find("Text");
    await page.card("safe.text").locator("input").fill("still here");
    await page.run("safe");
    await eventually("the result is shown", async () =>
      assert.equal(
        await page.card("safe").getByLabel("loud of safe", { exact: true }).innerText(),
        "STILL HERE",
      ),
    );
  });
});
