import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { filePath } from "../../../src/runtime/check/language.ts";
import type {
  LanguageCalls,
  LanguageEvent,
  LanguageHostCalls,
} from "../../../src/runtime/protocol/language.ts";
import { Rpc } from "../../../src/runtime/rpc/rpc.ts";
import { workerWire } from "../../../src/runtime/rpc/wires.ts";
import type { HttpServer } from "../../hub/http.ts";
import { eventually } from "../../support/eventually.ts";
import { dist } from "./test-language.ts";
import { startTinyApp } from "./tiny-app.ts";

describe("the language worker, from its bundle", () => {
  let folder: string;
  let app: HttpServer;
  let worker: Worker;
  let rpc: Rpc<LanguageCalls, LanguageHostCalls, LanguageEvent>;
  const events: LanguageEvent[] = [];
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-worker-"));
    app = await startTinyApp();
    worker = new Worker(join(dist, "language-worker.cjs"));
    rpc = new Rpc<LanguageCalls, LanguageHostCalls, LanguageEvent>(
      workerWire(worker),
      { huggingFaceToken: () => undefined, login: () => undefined },
      (event) => events.push(event),
    );
    await rpc.remote.start({ dist, cache: join(folder, "cache"), trusted: true });
  });
  after(async () => {
    await worker.terminate();
    await app.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const workflow = (body: string) =>
    `import { GradioNode, Graph, gr } from "daggr";\n${body}\nexport default new Graph({ name: "Test", nodes: [node] });\n`;
  const says = (inputs: string) =>
    workflow(`const node = new GradioNode("${app.url}", { apiName: "/say", inputs: { ${inputs} } });`);
  const file = () => filePath(join(folder, "workflow.ts"));

  it("tells when more is known, and then what is wrong", async () => {
    await rpc.remote.open({ file: file(), version: 1, text: says(`txt: "Hello"`) });
    assert.deepEqual(await rpc.remote.check({ file: file(), version: 1 }), []);
    await eventually("the app is known", () => {
      assert.deepEqual(events, [{ type: "outdated", files: [file()] }]);
    });
    const found = await rpc.remote.check({ file: file(), version: 1 });
    assert.deepEqual(
      found?.map(({ code }) => code),
      ["unknown-parameter"],
    );
  });

  it("applies changes of text one after another", async () => {
    const start = {
      line: 1,
      character: says("").split("\n")[1]!.indexOf("inputs: { ") + "inputs: { ".length,
    };
    const end = { line: 1, character: start.character + "txt".length };
    await rpc.remote.change({
      file: file(),
      version: 2,
      changes: [
        { range: { start, end }, text: "tex" },
        { range: { start: end, end }, text: "t" },
      ],
    });
    assert.deepEqual(await rpc.remote.check({ file: file(), version: 2 }), []);
  });

  it("does not answer about a text that has moved on", async () => {
    const asked = rpc.remote.check({ file: file(), version: 2 });
    const changed = rpc.remote.change({ file: file(), version: 3, changes: [{ text: says(`text: 5`) }] });
    assert.equal(await asked, undefined);
    await changed;
    assert.deepEqual(
      (await rpc.remote.check({ file: file(), version: 3 }))?.map(({ code }) => code),
      ["wrong-type"],
    );
  });

  it("gives up when it is told to", async () => {
    // On a busy machine the answer may be on its way before the cancellation arrives.
    await eventually("a question is given up", async () => {
      const abort = new AbortController();
      const asked = rpc.remote.check({ file: file(), version: 3 }, abort.signal);
      abort.abort();
      assert.equal(await asked, undefined);
    });
  });

  it("fixes all, offers endpoints, adds nodes", async () => {
    await rpc.remote.open({ file: file(), version: 4, text: says(`txt: "Hello"`) });
    assert.deepEqual(
      (await rpc.remote.fixAll({ file: file(), version: 4 }))?.map(({ newText }) => newText),
      ["text"],
    );
    assert.deepEqual(await rpc.remote.endpoints({ space: app.url }), [
      { name: "/say", detail: '(text, voice = "Alice") → Speech' },
      { name: "/count", detail: "(text) → Words, Longest" },
    ]);
    const node = { kind: "gradio", space: app.url, endpoint: "/say" } as const;
    assert.ok(await rpc.remote.addNode({ file: file(), version: 4, node }));
  });

  it("writes a test's outputs by the names of a Space that nobody has asked about before", async () => {
    const fresh = await startTinyApp();
    try {
      const text = workflow(`const node = new GradioNode("${fresh.url}", { apiName: "/count" });`);
      await rpc.remote.open({ file: file(), version: 21, text });
      const result = { output1: 1, output2: "a" };
      const edits = await rpc.remote.writeOutputs({ file: file(), version: 21, node: "node", result });
      assert.match(edits?.[0]?.newText ?? "", /words: gr\.Number\(/);
    } finally {
      await fresh.stop();
    }
  });

  it("says in words why a Space cannot be asked", async () => {
    await assert.rejects(
      Promise.resolve(rpc.remote.endpoints({ space: "http://127.0.0.1:9" })),
      /could not be reached/,
    );
  });

  it("never runs what it reads", async () => {
    const text = workflow(
      `const node = new GradioNode("${app.url}", { apiName: "/say", inputs: { text: "a" } });\nprocess.exit(1);`,
    );
    await rpc.remote.open({ file: file(), version: 5, text });
    assert.deepEqual(await rpc.remote.check({ file: file(), version: 5 }), []);
  });

  it("forgets closed files and stays small", async () => {
    await rpc.remote.close({ file: file() });
    assert.equal(await rpc.remote.check({ file: file(), version: 5 }), undefined);
    const { heapUsed } = await rpc.remote.memory(null);
    assert.ok(heapUsed < 250e6, `${Math.round(heapUsed / 1e6)} MB`);
  });
});
