import assert from "node:assert/strict";
import fc from "fast-check";
import type { Freshness } from "../../src/runtime/protocol/canvas.ts";
import { eventually } from "../support/eventually.ts";
import { Machines, queueServers } from "./support/machines.ts";

/** One node after the list of numbers: which earlier node it takes, and how. */
interface NodePlan {
  readonly from: number;
  readonly how: "whole" | "each" | "gathered";
  readonly where: "local" | "queue";
  readonly concurrent: boolean;
  readonly fails: boolean;
}

const nodePlan: fc.Arbitrary<NodePlan> = fc.record({
  from: fc.nat(),
  how: fc.constantFrom("whole", "each", "gathered"),
  where: fc.constantFrom("local", "queue", "queue"),
  concurrent: fc.boolean(),
  fails: fc.nat(9).map((chance) => chance === 0),
});

/** The code of a graph; whether each node gives a list decides how others may take it. */
function codeOf(length: number, plans: readonly NodePlan[]): string {
  // By node: "list" where its port is one, "items" where it is scattered.
  const shapes: ("list" | "items")[] = ["list"];
  const lines = [
    `const n0 = new FnNode(({ length }) => [...Array(length).keys()], { inputs: { length: gr.Number({ value: ${length} }) }, outputs: { out: gr.JSON() } });`,
  ];
  plans.forEach((plan, index) => {
    const from = plan.from % (index + 1);
    const scattered = shapes[from] === "items";
    const each = plan.how === "each" || (scattered && plan.how === "whole");
    const port =
      each && !scattered
        ? `n${from}.out.each`
        : scattered && plan.how === "gathered"
          ? `n${from}.out.all()`
          : `n${from}.out`;
    const isItem = each || (scattered && plan.how !== "gathered");
    shapes.push(isItem ? "items" : "list");
    const body = isItem
      ? `${plan.fails ? `if (value === 1) throw new Error("no " + value); ` : ""}return value * 2 + ${index};`
      : `return value.map((one) => (one ?? 0) + ${index});`;
    const type = isItem ? "number" : "(number | null)[]";
    lines.push(
      `const n${index + 1} = new FnNode(({ value }: { value: ${type} }) => { ${body} }, { inputs: { value: ${port} }, outputs: { out: gr.JSON() }, where: "${plan.where}"${plan.concurrent ? ", concurrent: true" : ""} });`,
    );
  });
  const names = shapes.map((_, index) => `n${index}`);
  return `import { FnNode, Graph, gr } from "daggr";
${lines.join("\n")}
export default new Graph({ name: "Random", nodes: [${names.join(", ")}] });
`;
}

for (const server of queueServers) {
  describe(`Graphs on workers of ${server} and on one machine`, () => {
    let machines: Machines;
    before(async () => {
      machines = await Machines.start(server);
      for (const name of ["one", "two", "three"]) await machines.worker(name);
    });
    after(() => machines.stop());

    it("have the same results, orders, failures, keys and reasons to run again", async () => {
      let number = 0;
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 6 }),
          fc.array(nodePlan, { minLength: 1, maxLength: 5 }),
          async (length, plans) => {
            const name = `random ${++number}`;
            const file = await machines.write(name, codeOf(length, plans));
            const run = async (data: string, queue?: "none") => {
              const workflow = await machines.open(file, {
                data: `${name} ${data}`,
                ...(queue && { queue }),
              });
              const { report } = await workflow.run();
              await workflow.close();
              return report;
            };
            const local = await run("here", "none");
            const remote = await run("there");
            assert.deepEqual(remote.results, local.results);
            assert.deepEqual(remote.errors, local.errors);
            // Each takes the other's results for its own, so their keys are the same. What failed runs again.
            const fine = Object.keys(local.results).filter((node) => !local.errors[node]);
            assert.deepEqual((await run("here")).reused.sort(), fine.sort());
            assert.deepEqual((await run("there", "none")).reused.sort(), fine.sort());
            // What a longer list makes stale, and why.
            const reasons = async (data: string, queue?: "none") => {
              const workflow = await machines.open(file, {
                data: `${name} ${data}`,
                ...(queue && { queue }),
              });
              const told = new Map<string, Freshness>();
              await workflow.onNodeState((node, { freshness }) => {
                if (freshness) told.set(node, freshness);
              });
              await workflow.setInputs([{ node: "n0", input: "length", value: length + 1 }]);
              await eventually("it is told", () =>
                assert.deepEqual(told.get("n0"), { kind: "stale", reasons: ["length changed"] }),
              );
              await workflow.close();
              return told;
            };
            assert.deepEqual(await reasons("there"), await reasons("here", "none"));
          },
        ),
        { numRuns: 8 },
      );
    }).timeout(240_000);
  });
}
