import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { failureOf, Harness, Workflow, workflowOf } from "./support/harness.ts";

const imports = `import { existsSync, writeFileSync } from "node:fs";
let count = 0;
/** Blocks the process until another call has been here too. */
function meet(own: string, other: string) {
  writeFileSync(own, "");
  while (!existsSync(other)) Math.random();
  return process.pid;
}`;
const ports = "inputs: { own: gr.Textbox(), other: gr.Textbox() }";
const source = workflowOf(
  {
    counts: "() => [process.pid, ++count]",
    meets: `({ own, other }) => meet(own, other), { ${ports} }`,
    meetsLater: `async ({ own, other }) => {
      writeFileSync(own, "");
      while (!existsSync(other)) await new Promise((resolve) => setTimeout(resolve, 2));
      return process.pid;
    }, { ${ports} }`,
    reshaped: "() => 1, { postprocess: (value) => value }",
  },
  imports,
);
const group = { name: "concurrent", limit: 100 };

describe("workflow code side by side", function () {
  this.timeout(60_000);
  const harness = new Harness();
  before(() => harness.open({ limit: 2 }));
  after(() => harness.close());
  harness.tidyAfterEach();

  const near = (workflow: Workflow, name: string) => join(dirname(workflow.file), name);

  it("runs blocking functions at the same time, in processes apart from the main one", async () => {
    const workflow = await harness.loaded(source);
    const [a, b] = [near(workflow, "a"), near(workflow, "b")];
    const [main] = (await workflow.output("counts")) as [number];
    const pids = await Promise.all([
      workflow.output("meets", { own: a, other: b }, { group }),
      workflow.output("meets", { own: b, other: a }, { group }),
    ]);
    assert.equal(new Set([...pids, main]).size, 3);
  });

  it("runs waiting functions at the same time, however many", async () => {
    const workflow = await harness.loaded(source);
    const pids = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const inputs = { own: near(workflow, `n${index}`), other: near(workflow, `n${(index + 1) % 20}`) };
        return workflow.output("meetsLater", inputs, { group });
      }),
    );
    assert.ok(new Set(pids).size <= 2);
  });

  it("keeps the group of other functions to one at a time and one process, with what its module remembers", async () => {
    const workflow = await harness.loaded(source);
    const results = (await Promise.all([1, 2, 3].map(() => workflow.output("counts")))) as [number, number][];
    assert.deepEqual(
      results.map(([, count]) => count),
      [1, 2, 3],
    );
    assert.equal(new Set(results.map(([pid]) => pid)).size, 1);
  });

  it("does not let a blocked function hold up pre- and postprocessing", async () => {
    const workflow = await harness.loaded(source);
    const [own, other] = [near(workflow, "own"), near(workflow, "other")];
    const blocked = workflow.output("meets", { own, other });
    while (!existsSync(own)) await new Promise((resolve) => setImmediate(resolve));
    const call = { type: "postprocess", graph: "Test", node: "reshaped", returned: [5] } as const;
    assert.equal(await workflow.run(call, { group: { name: "hooks", limit: 4 } }), 5);
    const free = workflow.output("meets", { own: other, other: own }, { group });
    assert.equal(typeof (await free), "number");
    assert.equal(typeof (await blocked), "number");
  });

  it("keeps to the limit of a group", async () => {
    const workflow = await harness.loaded(
      workflowOf(
        {
          node: `async () => {
            const before = readdirSync(".").filter((name) => name.startsWith("running")).length;
            const mine = "running" + Math.random();
            writeFileSync(mine, "");
            await new Promise((resolve) => setTimeout(resolve, 10));
            rmSync(mine);
            return before;
          }`,
        },
        `import { readdirSync, rmSync, writeFileSync } from "node:fs";`,
      ),
    );
    const calls = Array.from({ length: 12 }, () =>
      workflow.output("node", {}, { group: { name: "group", limit: 2 } }),
    );
    assert.ok(Math.max(...((await Promise.all(calls)) as number[])) <= 1);
  });

  it("loads the same version of the code in every process, whatever was saved since", async () => {
    const workflow = await harness.loaded({
      "workflow.ts": workflowOf(
        { node: "() => version" },
        `import { version } from "./version.ts"; import data from "./data.json"; if (data.n !== 1) throw new Error("new data");`,
      ),
      "version.ts": `export const version = "old";`,
      "data.json": `{ "n": 1 }`,
    });
    harness.write(dirname(workflow.file), {
      "version.ts": `export const version = "new";`,
      "workflow.ts": "syntax error(",
      "data.json": `{ "n": 2 }`,
    });
    assert.equal(await workflow.output("node", {}, { group }), "old");
    await failureOf(workflow.call("node", {}, { signal: AbortSignal.abort() }));
    assert.equal(await workflow.output("node"), "old");
  });

  it("lets an old generation finish while a new one is at work", async () => {
    const old = await harness.loaded(source);
    const [own, other] = [near(old, "own"), near(old, "other")];
    const running = old.output("meetsLater", { own, other });
    const outcome = await harness.load(old.file);
    assert.ok(outcome.type === "loaded");
    old.generation.retire();
    const fresh = new Workflow(outcome.generation, old.file);
    assert.equal(typeof (await fresh.output("meetsLater", { own: other, other: own })), "number");
    assert.equal(typeof (await running), "number");
    await fresh.generation.dispose();
  });

  it("says so when another process gets other nodes from the same file", async () => {
    const workflow = await harness.loaded(`import { FnNode, Graph } from "daggr";
const nodes = [new FnNode(() => 1, { name: "node " + process.pid }), new FnNode(() => 2, { name: "fixed" })];
export default new Graph({ name: "Test", nodes });`);
    const failure = await workflow.failure("fixed", {}, { group });
    assert.match(
      failure.message,
      /made other nodes when a second process loaded it: no 'node \d+' of 'Test', a new 'node \d+'/,
    );
    assert.match(failure.help ?? "", /fixed names/);
    assert.equal(await workflow.output("fixed"), 2);
  });

  it("says so when the file fails in another process", async () => {
    const workflow = await harness.loaded({
      "workflow.ts": workflowOf(
        { node: "() => 1" },
        `import { existsSync, writeFileSync } from "node:fs";\nif (existsSync("mark")) throw new Error("second time");\nwriteFileSync("mark", "");`,
      ),
    });
    assert.match((await workflow.failure("node", {}, { group })).message, /second time/);
  });

  it("lets a debugger attach before anything of the file runs", async () => {
    const file = harness.workspace({
      "workflow.ts": workflowOf(
        { node: "() => 7" },
        `import { writeFileSync } from "node:fs"; writeFileSync("loaded", "");`,
      ),
    });
    let client: ChildProcess | undefined;
    try {
      const attach = async (port: number) => {
        const [target] = (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as {
          type: string;
        }[];
        assert.equal(target?.type, "node");
        assert.ok(!existsSync(join(dirname(file), "loaded")));
        client = spawn(process.execPath, ["inspect", `127.0.0.1:${port}`], {
          stdio: ["pipe", "ignore", "ignore"],
        });
      };
      let attached: Promise<void> | undefined;
      const outcome = await harness.load(file, {
        timeout: 0.001,
        inspect: (port) => void (attached = attach(port)),
      });
      await attached;
      assert.ok(outcome.type === "loaded");
      const workflow = new Workflow(outcome.generation, file);
      assert.equal(await workflow.output("node", {}, { group, timeout: 0.000001 }), 7);
      await outcome.generation.dispose();
    } finally {
      client?.kill();
    }
  });
});
