import type { GraphDescription, NodeDescription } from "../../../../src/runtime/graph/description.ts";
import type { Value } from "../../../../src/runtime/values/value.ts";
import { evaluate } from "../../../../src/runtime/plan/evaluate.ts";
import { resolveGraph } from "../../../../src/runtime/plan/resolved-graph.ts";
import { Bench } from "../../support/bare-run.ts";
import { canvas, fn, graph, port } from "../../support/graphs.ts";
import { inThread, type InThread } from "../../support/in-thread.ts";

// What the tests of the rules share. The rules are the rows of the table in the description of the product; rows about files, code and
// canvases are in test/unit/session/rules.test.ts.

/** Joins its inputs, and counts how often each node ran. */
function recording(special: Readonly<Record<string, InThread>> = {}) {
  const runs: string[] = [];
  const run: InThread = (inputs, context, node) => {
    runs.push(node.name);
    const own = special[node.name];
    return own ? own(inputs, context, node) : { output: (Object.values(inputs) as string[]).join(" ") };
  };
  return { runs, executors: inThread(run) };
}

export function bench(of: GraphDescription, special: Readonly<Record<string, InThread>> = {}) {
  const { runs, executors } = recording(special);
  return { bench: new Bench(of, executors), runs };
}

export function freshnessOf(of: Bench): Record<string, string> {
  const judged = evaluate(resolveGraph(of.graph, of.sheet.picks), of);
  return Object.fromEntries(
    judged.map(({ planNode, freshness }) => [
      planNode.name,
      freshness.kind === "stale"
        ? freshness.reasons.join(", ")
        : freshness.kind === "fresh" && freshness.because
          ? freshness.because
          : freshness.kind,
    ]),
  );
}

export function setInput(of: Bench, input: string, value: Value): void {
  of.sheet = { ...of.sheet, inputs: { ...of.sheet.inputs, [input]: value } };
}

export function set<F extends "picks" | "pinned" | "bypassed" | "marked" | "kept" | "partial">(
  of: Bench,
  field: F,
  key: string,
  value: (typeof of.sheet)[F][string],
): void {
  of.sheet = { ...of.sheet, [field]: { ...of.sheet[field], [key]: value } };
}

/** The graph with one node replaced. */
export function changed(of: GraphDescription, node: NodeDescription): GraphDescription {
  return { ...of, nodes: of.nodes.map((one) => (one.name === node.name ? node : one)) };
}

export const line = graph(
  fn("a", { prompt: canvas("a.prompt", "cat") }),
  fn("b", { text: port("a.output") }),
  fn("c", { text: port("b.output") }),
);
