import { performance } from "node:perf_hooks";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { reduceAll, withCleared } from "../../src/runtime/protocol/reduce.ts";
import type { CanvasState } from "../../src/runtime/protocol/canvas.ts";
import { LocalStore } from "../../src/runtime/sheets/local-store.ts";
import type { Benchmark } from "../benchmark.ts";
import { openWorkflow, type OpenWorkflow } from "../engine.ts";
import { fill, limits, nodeName, NODES } from "../results.ts";

const longestEvent = "extension host, the longest that one event of that keeps it";
const whole = "for comparison: the whole state as JSON";
let workflow: OpenWorkflow | undefined;
/** As the extension host has it. */
let state: CanvasState | undefined;
let told: (() => void) | undefined;
let next = 0;
/** Milliseconds of the longest event since it was last asked for. */
let longest = 0;

const text = `import { FnNode, Graph, gr } from "daggr";
const nodes = Array.from({ length: ${NODES} }, (_, number) =>
  new FnNode(() => number + Math.random(), {
    name: "Node " + number, inputs: {}, outputs: { value: gr.Number() },
  }));
export default new Graph({ name: "Bench", nodes });
`;

/** This thread does what the extension host does: it hears the engine's events, reduces them, and sends them on as JSON. */
export default {
  title: "one more result of a node among 10,000 of 200 nodes",
  runs: 15,
  async prepare() {
    workflow = await openWorkflow(text, {
      fill: async (data, file) => {
        const store = await LocalStore.open({ folder: data, wasm: inRoot("dist/sql-wasm.wasm"), limits });
        await fill(store, (await store.openGraph(`file:${file}#Bench`))[0]!.id);
        await store.close();
      },
      hear: (event) => {
        if (event.type !== "canvas" || !state || event.revision <= state.revision) return;
        const start = performance.now();
        state = { ...reduceAll(state, event.events), revision: event.revision };
        JSON.stringify(event.events.map(withCleared));
        longest = Math.max(longest, performance.now() - start);
        told?.();
      },
    });
    state = await workflow.state();
    const results = Object.values(state.nodes).reduce((sum, node) => sum + node.results.length, 0);
    if (results < 10_000) throw new Error(`The sheet shows ${results} results.`);
    return async () => workflow?.close();
  },
  sides: {
    "extension host busy, from the press of Run until the result is saved and told": async () => {
      const start = performance.eventLoopUtilization();
      await makeOneMore();
      return performance.eventLoopUtilization(start).active;
    },
    [longestEvent]: async () => {
      longest = 0;
      await makeOneMore();
      return longest;
    },
    [whole]: () => {
      const start = performance.now();
      JSON.stringify(state);
      return Promise.resolve(performance.now() - start);
    },
  },
  limits: { [longestEvent]: { times: 0.1, of: whole } },
  remark:
    "A result changes one node, so the host reduces and sends on that node only. The whole state of the sheet as JSON is what it would send otherwise.",
} satisfies Benchmark;

async function makeOneMore(): Promise<void> {
  const node = nodeName((next += 1) % NODES);
  const before = state?.nodes[node]?.results.length ?? 0;
  const saved = new Promise<void>((resolve) => {
    told = () => (state?.nodes[node]?.results.length ?? 0) > before && resolve();
  });
  await Promise.all([workflow?.runNode(node), saved]);
}
