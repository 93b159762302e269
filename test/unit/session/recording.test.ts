import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canvas as input, graph, space } from "../support/graphs.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";

describe("an open graph whose calls are recorded and replayed", () => {
  let folder: string;
  let open: TestEngine;
  let called: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "daggr-recorded-"));
    called = [];
    const paint = space("paint", { prompt: input("paint.prompt", "a fox") });
    open = await testEngine(new FakeProcesses({ graphs: [graph(paint)] }), {
      file: join(folder, "flow.ts"),
      services: {
        // The casts: the graph has no other input than this text.
        callSpace: (_node, { prompt }) => {
          called.push(prompt as string);
          return Promise.resolve({ returned: [`painted ${prompt as string}`] });
        },
      },
    });
  });
  afterEach(async () => {
    await open.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async () => {
    const canvas = await open.canvas();
    await canvas.load();
    const use = async (mode?: "record" | "replay") => {
      await open.engine.useRecording({ session: canvas.session, ...(mode && { mode }) });
      await canvas.until(`the canvas shows ${mode}`, ({ recording }) => recording?.mode === mode);
    };
    return { canvas, use };
  };
  const forced = { type: "run-all", forced: true } as const;

  it("keeps its calls beside the file, answers them from there, and shows which it does", async () => {
    const { canvas, use } = await start();
    assert.equal(canvas.state.recording, undefined);
    await use("record");
    assert.deepEqual(canvas.state.recording, { mode: "record", folder: "flow.recordings" });
    await canvas.run();
    assert.equal(readdirSync(join(folder, "flow.recordings")).filter((name) => /json$/.test(name)).length, 1);

    await use("replay");
    await canvas.send(forced);
    await canvas.quiet();
    assert.equal(canvas.output("paint"), "painted a fox");
    assert.deepEqual(called, ["a fox"]);

    await use();
    await canvas.send(forced);
    await canvas.quiet();
    assert.deepEqual(called, ["a fox", "a fox"]);
  });

  it("refuses a call without a record by the name of the closest one, on the card", async () => {
    const { canvas, use } = await start();
    await use("record");
    await canvas.run();
    const [record] = readdirSync(join(folder, "flow.recordings")).filter((name) => /json$/.test(name));
    await use("replay");
    await canvas.send({ type: "set-input", input: "paint.prompt", value: "a cat" });
    await canvas.run();
    const { status, failure } = canvas.node("paint");
    assert.equal(status, "failed");
    assert.match(failure?.message ?? "", new RegExp(`in no record of '.*flow\\.recordings'.*'${record}'`));
    assert.match(failure?.message ?? "", /"a fox".*"a cat"/);
    assert.match(failure?.help ?? "", /Daggr: Record Calls/);
    assert.deepEqual(called, ["a fox"]);
  });

  it("stays as it was where there is no recording to replay", async () => {
    const { canvas } = await start();
    await assert.rejects(
      open.engine.useRecording({ session: canvas.session, mode: "replay" }),
      /flow\.recordings/,
    );
    assert.equal(canvas.state.recording, undefined);
    assert.equal(existsSync(join(folder, "flow.recordings")), false);
  });
});
