import { isVisible } from "../components/component-queries.ts";
import { asksPerson } from "../graph/node-kinds.ts";
import type { OutputView } from "../graph/description.ts";
import type { Settled } from "../run/settled.ts";
import { setOwn, type Value } from "../values/value.ts";
import type { Expectation, WorkflowTest } from "./test-file.ts";

/** One output of a run. */
export interface RunOutput {
  readonly node: string;
  readonly port: string;
  readonly view: OutputView;
  readonly value: Value;
}

/** The name that a test has for a node: that of its choice, for a variant. */
function nodeName({ planNode: { choice, name } }: Settled): string {
  return choice ?? name;
}

/** What the nodes of a run gave, by `outputKey`. */
export function outputsOf(settled: readonly Settled[]): ReadonlyMap<string, RunOutput> {
  const outputs = new Map<string, RunOutput>();
  for (const step of settled) {
    if (!("record" in step) || step.record === undefined) continue;
    for (const { name: port, view } of step.planNode.node.outputs) {
      const value = step.record.outputs[port];
      const node = nodeName(step);
      if (value !== undefined) outputs.set(outputKey(node, port), { node, port, view, value });
    }
  }
  return outputs;
}

export function outputKey(node: string, port: string): string {
  return JSON.stringify([node, port]);
}

/** What a new test expects something of: whatever a person sees and did not give. */
export function testedOutputs(settled: readonly Settled[]): readonly RunOutput[] {
  const answered = new Set(
    settled.flatMap((step) => (asksPerson(step.planNode.node) ? [nodeName(step)] : [])),
  );
  return [...outputsOf(settled).values()].filter(
    ({ node, view }) =>
      !answered.has(node) && view.kind !== "hidden" && (view.kind === "items" || isVisible(view.component)),
  );
}

export function setExpectation(
  { expected }: Pick<WorkflowTest, "expected">,
  node: string,
  port: string,
  expectation: Expectation,
): void {
  if (!Object.hasOwn(expected, node)) setOwn(expected, node, {});
  setOwn(expected[node]!, port, expectation);
}
