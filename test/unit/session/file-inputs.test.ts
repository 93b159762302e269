import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileOf, type FileShape } from "../../../src/runtime/components/file-positions.ts";
import { isFileRef, type Values } from "../../../src/runtime/values/value.ts";
import { fixed, graph, space } from "../support/graphs.ts";
import { testEngine, type TestEngine } from "./support/engine.ts";
import { FakeProcesses } from "./support/fake-processes.ts";

describe("a file that is a fixed input of a Space", () => {
  let folder: string;
  let open: TestEngine | undefined;
  const sent: Values[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "daggr-inputs-"));
    sent.length = 0;
  });
  afterEach(async () => {
    await open?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const nodes = graph(space("cut", { image: fixed("cat.png"), prompt: fixed("cat.png") }));
  const known = new Map<string, FileShape>([["image", fileOf("any")]]);

  async function start(shapes: (asked: boolean) => ReadonlyMap<string, FileShape>) {
    const services = {
      callSpace: (_node: unknown, inputs: Values) => {
        sent.push(inputs);
        return Promise.resolve({ returned: ["done"] });
      },
      fileShapes: (_node: unknown, { ask }: { ask?: AbortSignal }) =>
        Promise.resolve(shapes(ask !== undefined)),
    };
    const file = join(folder, "workflow.ts");
    open = await testEngine(new FakeProcesses({ graphs: [nodes] }), { services, file });
    const canvas = await open.canvas();
    await canvas.load();
    return canvas;
  }

  it("counts by its content: writing the same anew runs nothing, another content does, with the reason", async () => {
    await writeFile(join(folder, "cat.png"), "a cat");
    const canvas = await start(() => known);
    await canvas.run();
    assert.equal(sent.length, 1);
    assert.ok(isFileRef(sent[0]!["image"]));
    assert.equal(sent[0]!["prompt"], "cat.png", "what the endpoint takes for text stays text");
    await writeFile(join(folder, "cat.png"), "a cat");
    await canvas.run();
    assert.equal(sent.length, 1);
    await writeFile(join(folder, "cat.png"), "a dog");
    await canvas.load();
    await canvas.quiet();
    assert.equal(canvas.freshness("cut"), "image changed");
    await canvas.run();
    assert.equal(sent.length, 2);
    assert.equal(canvas.freshness("cut"), "fresh");
  });

  it("is taken in by a run that finds it changed, without a load", async () => {
    await writeFile(join(folder, "cat.png"), "a cat");
    const canvas = await start(() => known);
    await canvas.run();
    await writeFile(join(folder, "cat.png"), "a dog");
    await canvas.run();
    assert.equal(sent.length, 2);
  });

  it("is asked about only by a run, and only where such a file exists", async () => {
    const asked: boolean[] = [];
    const canvas = await start((ask) => (asked.push(ask), ask ? known : new Map<string, FileShape>()));
    await canvas.run();
    assert.deepEqual(asked, []);
    assert.equal(sent[0]!["image"], "cat.png");
    await writeFile(join(folder, "cat.png"), "a cat");
    await canvas.load();
    assert.deepEqual(asked, [false]);
    await canvas.run({ type: "run-all", forced: true });
    assert.deepEqual(asked, [false, true]);
    assert.ok(isFileRef(sent[1]!["image"]));
  });
});
