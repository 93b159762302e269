import type { GraphDescription, InputDescription, PortRef } from "./description.ts";
import { dependenciesOf } from "./edges.ts";
import { stepsOf } from "./variants.ts";
import { topologicalOrder } from "./order.ts";

/** How deep each node of a graph is scattered: 0 runs once, 1 once per item, 2 once per item of each item. */
export interface ScatterDepths {
  /** By node name. */
  readonly depths: ReadonlyMap<string, number>;
  readonly problems: readonly ScatterProblem[];
}

export type ScatterProblem =
  /** `all()` on the port of a node that is not scattered. */
  | { readonly kind: "not-scattered"; readonly node: string; readonly input: string; readonly from: PortRef }
  /** What is wired to a choice cannot depend on which of its variants is picked. */
  | {
      readonly kind: "variants-differ";
      readonly choice: string;
      readonly depths: Readonly<Record<string, number>>;
    };

/** Looks at a graph without cycles. */
export function scatterDepths(graph: GraphDescription): ScatterDepths {
  const depths = new Map<string, number>();
  const problems: ScatterProblem[] = [];
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const sorted = topologicalOrder(dependenciesOf(graph));
  for (const name of sorted.type === "order" ? sorted.order : []) {
    const own: Record<string, number> = {};
    for (const step of stepsOf(nodes.get(name)!)) {
      for (const input of step.inputs) {
        if (input.kind !== "port" || !input.from.all || (depths.get(input.from.node) ?? 0) > 0) continue;
        problems.push({ kind: "not-scattered", node: step.name, input: input.name, from: input.from });
      }
      own[step.name] = Math.max(0, ...step.inputs.map((input) => inputDepth(input, depths)));
    }
    depths.set(name, Math.max(...Object.values(own)));
    if (new Set(Object.values(own)).size > 1)
      problems.push({ kind: "variants-differ", choice: name, depths: own });
  }
  return { depths, problems };
}

/** How many levels of its value an input is gone through: `each` adds one, `all()` takes the innermost one away. */
export function inputDepth(input: InputDescription, depths: ReadonlyMap<string, number>): number {
  if (input.kind !== "port") return 0;
  const { node, each, all } = input.from;
  return Math.max(0, (depths.get(node) ?? 0) + Number(each) - Number(all));
}
