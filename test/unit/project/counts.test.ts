import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { chainWorkflow } from "../../../bench/chain.ts";
import { bigWorkflow } from "../../../bench/programs/big-workflow.ts";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { targets } from "../../../scripts/lib/targets.mjs";
import { canvasHtml } from "../../../src/runtime/canvas-host/page.ts";
import { defaults } from "../../../src/runtime/defaults.ts";
import { openWorkflow } from "../../../src/runtime/headless/workflow.ts";
import type { PageView } from "../../../src/runtime/protocol/canvas.ts";
import { JsonLines } from "../../../src/runtime/rpc/json-lines.ts";
import { TypeCheck } from "../daggr/type-check.ts";
import { Harness, workflowOf } from "../process/support/harness.ts";

/**
 * What costs time on every machine and can be counted, so that no machine's mood decides. One that grows by more than a tenth fails
 * until somebody has looked at it and run this file with UPDATE_COUNTS=1, which writes the record anew.
 */
describe("Counts on which speed depends", function () {
  this.timeout(180_000);
  const path = inRoot("test", "unit", "project", "counts.json");
  const recorded = JSON.parse(readFileSync(path, "utf8")) as Record<string, number>;
  const isUpdate = process.env["UPDATE_COUNTS"] !== undefined;
  const counted: Record<string, number> = {};
  after(() => {
    if (isUpdate) writeFileSync(path, `${JSON.stringify(counted, null, 2)}\n`);
  });

  function assertCount(name: string, count: number): void {
    assert.ok(count > 0, `${name}: nothing was counted`);
    counted[name] = count;
    if (isUpdate) return;
    const before = recorded[name];
    assert.ok(before !== undefined, `${name} has no record. UPDATE_COUNTS=1 makes one.`);
    assert.ok(
      count <= before * 1.1,
      `${name} grew from ${before} to ${count}. Find out why. If it has to be, run this file with UPDATE_COUNTS=1.`,
    );
  }

  it("of types that a workflow of 40 nodes costs", () => {
    const check = new TypeCheck();
    try {
      const file = inRoot("big-workflow.ts");
      check.add([], { [file]: bigWorkflow("http://127.0.0.1:7860") });
      assert.deepEqual(check.problemsOf(file), []);
      const { instantiations, types } = check.cost();
      assertCount("instantiations of types, 40 nodes", instantiations);
      assertCount("types, 40 nodes", types);
    } finally {
      check.dispose();
    }
  });

  it("of modules that VS Code loads when it activates the extension", async () => {
    const extension = targets({ dev: false }).find(({ name }) => name === "extension.cjs");
    assert.ok(extension, "there is no bundle of the extension");
    const { metafile } = await build({ ...extension.options, metafile: true, write: false });
    const [output] = Object.values(metafile.outputs);
    // What was shaken off counts nothing.
    const modules = Object.values(output?.inputs ?? {}).filter(({ bytesInOutput }) => bytesInOutput > 0);
    assertCount("modules at activation", modules.length);
  });

  it("of bytes that have to be loaded before there is something to see", () => {
    assertCount("bytes at activation", sizeOf("extension.cjs"));
    const engine = ["graph-worker.cjs", "store-worker.cjs", "compile-worker.cjs", "workflow-process.cjs"];
    assertCount(
      "bytes of the engine, without TypeScript and SQLite",
      engine.reduce((sum, name) => sum + sizeOf(name), 0),
    );
    for (const view of ["canvas", "app"] satisfies PageView[]) {
      const html = canvasHtml({ language: "en", built: inRoot("dist", "webview"), view });
      assertCount(`bytes of the first page, ${view}`, Buffer.byteLength(html));
    }
  });

  it("of messages that a process sends for 100 calls", async () => {
    const harness = new Harness();
    await harness.open();
    try {
      const workflow = await harness.loaded(workflowOf({ add: "({ x }) => x + 1" }));
      const messages = await messagesWhile(async () => {
        for (let x = 0; x < 100; x += 1) assert.equal(await workflow.output("add", { x }), x + 1);
      });
      assertCount("messages of a process, 100 calls one after another", messages);
    } finally {
      await harness.close();
    }
  });

  it("of messages that a process sends for a run of a chain of 100 nodes", async () => {
    const folder = await mkdtemp(join(tmpdir(), "daggr-counts-"));
    const file = join(folder, "workflow.ts");
    await writeFile(file, chainWorkflow(100));
    const none = () => Promise.resolve(undefined);
    const outcome = await openWorkflow({
      file,
      folder,
      cache: join(folder, "cache"),
      dist: inRoot("dist"),
      settings: defaults,
      credentials: { huggingFaceToken: none, login: none },
      log: () => {},
    });
    assert.ok(outcome.type === "opened", outcome.type);
    try {
      const messages = await messagesWhile(async () => {
        const { report } = await outcome.workflow.run();
        assert.deepEqual(report.results["step 99"], { value: 100 });
      });
      assertCount("messages of a process, a run of a chain of 100 nodes", messages);
    } finally {
      await outcome.workflow.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** How many messages workflow processes send while something is done. */
async function messagesWhile(work: () => Promise<void>): Promise<number> {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the object that it is read from
  const { read } = JsonLines.prototype;
  let messages = 0;
  JsonLines.prototype.read = function* (this: JsonLines, bytes: Buffer) {
    for (const line of read.call(this, bytes)) {
      messages += Array.isArray(line) ? line.length : 1;
      yield line;
    }
  };
  try {
    await work();
    return messages;
  } finally {
    JsonLines.prototype.read = read;
  }
}

function sizeOf(name: string): number {
  return statSync(inRoot("dist", name)).size;
}
