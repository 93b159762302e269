import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { defaults } from "../../src/runtime/defaults.ts";
import type { RunReport } from "../../src/runtime/headless/run-report.ts";
import type { InputValue } from "../../src/runtime/headless/input-changes.ts";
import { HeadlessWorkflow } from "../../src/runtime/headless/workflow.ts";
import type { Recordings } from "../../src/runtime/recordings/services.ts";
import { assembleEngine } from "../../src/runtime/session/assemble.ts";
import { withTexts } from "../../src/runtime/values/texts.ts";
import { testToken, type LocalHub } from "../support/hub.ts";
import { png } from "../hub/png.ts";
import { wav } from "../hub/wav.ts";
import { startOriginalsHub } from "../support/spaces.ts";
import { Program } from "../unit/terminal/support/program.ts";
import { examples } from "./daggr/examples.ts";

/** What examples need that have no values of their own. */
const given: Readonly<Record<string, readonly InputValue[]>> = {
  "06-pig-latin-voice": [{ node: "whisper-large-v3", input: "audio", value: "sound.wav" }],
  "07-image-to-3d": [{ node: "background-removal", input: "image", value: "photo.png" }],
  "10-real-podcast": [
    { node: "extract_content", input: "custom_text", value: "On rain\nIt falls. It dries. It falls again." },
  ],
};

const nowhere = "http://127.0.0.1:9";

describe("a recording of each of daggr's examples", function () {
  this.timeout(120_000);
  const program = new Program();
  const endpoint = process.env["HF_ENDPOINT"];
  let folder: string;
  let recorder: Machine;
  let hub: LocalHub | undefined;
  const stopHub = async () => {
    await hub?.stop();
    hub = undefined;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-recordings-"));
    await writeFile(join(folder, "sound.wav"), wav("sound"));
    await writeFile(join(folder, "photo.png"), png("photo"));
    hub = await startOriginalsHub();
    process.env["HF_ENDPOINT"] = hub.url;
    recorder = await machine(testToken);
  });
  after(async () => {
    if (endpoint === undefined) delete process.env["HF_ENDPOINT"];
    else process.env["HF_ENDPOINT"] = endpoint;
    await recorder.stop();
    await stopHub();
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    program.remove();
  });

  /** As a machine of its own: nothing is known there of Spaces, and nothing was made before. */
  const machine = async (token?: string) => {
    const own = await mkdtemp(join(folder, "machine-"));
    const assembled = await assembleEngine({
      start: {
        data: join(own, "data"),
        cache: join(own, "cache"),
        dist: inRoot("dist"),
        roots: [folder],
        trusted: true,
        settings: defaults,
      },
      credentials: {
        huggingFaceToken: () => Promise.resolve(token),
        login: () => Promise.resolve(undefined),
      },
      askLocalSpace: () => Promise.resolve({ kind: "allowed" }),
      layout: false,
    });
    return {
      stop: () => assembled.stop(),
      open: async (example: string) => {
        const file = inRoot("test/workspaces/python-examples", `${example}.ts`);
        const session = await assembled.engine.graphSession(file, undefined);
        assert.ok(await session.load());
        const workflow = new HeadlessWorkflow(assembled, session, { data: own, folder });
        await workflow.setInputs(given[example] ?? []);
        return async (recordings: Recordings, again: readonly string[] = []): Promise<RunReport> => {
          await session.services.use(recordings);
          const { report } = await workflow.run({ again });
          return { ...report, results: await withContents(report.results) };
        };
      },
    };
  };
  type Machine = Awaited<ReturnType<typeof machine>>;

  const recorded = new Map<string, RunReport>();
  for (const { translation } of examples) {
    it(`${translation}: is made`, async () => {
      const run = await recorder.open(translation);
      const report = await run({ mode: "record", folder: join(folder, translation) });
      assert.deepEqual(report.errors, {});
      recorded.set(translation, report);
    });
  }

  describe("without a network", () => {
    let player: Machine;

    before(async () => {
      await stopHub();
      process.env["HF_ENDPOINT"] = nowhere;
      player = await machine();
    });
    after(() => player.stop());

    for (const { translation } of examples) {
      it(`${translation}: gives the same results, and a record that was removed is missed by name`, async () => {
        const from = join(folder, translation);
        const run = await player.open(translation);
        const { errors, results } = await run({ mode: "replay", folder: from });
        assert.deepEqual(errors, {});
        assert.deepEqual(results, recorded.get(translation)!.results);
        assert.ok(Object.keys(results).length > 0);

        const records = (await readdir(from)).filter((name) => name.endsWith(".json")).sort();
        const [removed = ""] = records;
        const { request } = JSON.parse(await readFile(join(from, removed), "utf8")) as {
          request: { readonly app?: string; readonly endpoint?: string; readonly model?: string };
        };
        await rm(join(from, removed));
        const missing = await run({ mode: "replay", folder: from }, Object.keys(results));
        const messages = Object.values(missing.errors).map(({ message }) => message);
        const named = request.model ?? `'${request.endpoint}' of '${request.app}'`;
        const told = messages.find(
          (message) => message.includes("is in no record of") && message.includes(named),
        );
        assert.ok(told, messages.join("\n"));
        if (records.length > 1)
          assert.ok(
            records.some((name) => name !== removed && told.includes(name)),
            told,
          );
      });
    }

    it("is replayed by the terminal, which takes one of --record and --replay", async () => {
      const file = inRoot("test/workspaces/python-examples/15-input-node.ts");
      const from = join(folder, "15-input-node");
      await rm(from, { recursive: true });
      hub = await startOriginalsHub();
      const live = await program.json<RunReport>(["run", file, "--record", from], hub.env);
      assert.deepEqual(live.value.errors, {});
      await stopHub();
      const env = { HF_ENDPOINT: nowhere, DAGGR_CACHE: join(folder, "empty") };
      const replayed = await program.json<RunReport>(["run", file, "--replay", from], env);
      assert.equal(replayed.code, 0, replayed.stderr);
      assert.deepEqual(await withContents(replayed.value.results), await withContents(live.value.results));
      const tested = await program.run(["test", file, "Z-Image-Turbo", "--replay", from], env);
      assert.match(tested.stderr, /is in no record of|^$/);
      const both = await program.run(["run", file, "--replay", from, "--record", from], env);
      assert.equal(both.code, 2);
      assert.match(both.stderr, /'--record <folder>' cannot be used with option '--replay <folder>'/);
      const nothing = await program.run(["run", file, "--replay", join(folder, "nothing")], env);
      assert.equal(nothing.code, 1);
      assert.match(nothing.stderr, /The recording '.*nothing' cannot be used: there is no such folder/);
    });
  });
});

/** Files by their content, since each run has copies of its own. */
async function withContents<T>(value: T): Promise<T> {
  const paths = new Set<string>();
  withTexts(value, (text) => {
    if (isAbsolute(text) && existsSync(text)) paths.add(text);
    return text;
  });
  const hashes = new Map<string, string>();
  for (const path of paths)
    hashes.set(
      path,
      createHash("sha256")
        .update(await readFile(path))
        .digest("hex"),
    );
  return withTexts(value, (text) => hashes.get(text) ?? text);
}
