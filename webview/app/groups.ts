import type { AppOutput } from "../../src/runtime/graph/app-form.ts";
import type { GraphDescription, NodeDescription } from "../../src/runtime/graph/description.ts";
import { dependenciesOf } from "../../src/runtime/graph/edges.ts";
import type { NodeState } from "../../src/runtime/protocol/canvas.ts";

/** Outputs of one node that stand one after the other: they are made, and missing, together. */
export interface OutputGroup {
  readonly node: NodeDescription;
  readonly outputs: readonly AppOutput[];
  /** Its node and all that comes before it. */
  readonly needs: ReadonlySet<string>;
}

export function groupsOf(graph: GraphDescription, outputs: readonly AppOutput[]): OutputGroup[] {
  const dependencies = dependenciesOf(graph);
  const groups: { node: NodeDescription; outputs: AppOutput[]; needs: ReadonlySet<string> }[] = [];
  for (const output of outputs) {
    const last = groups.at(-1);
    if (last?.node === output.node) last.outputs.push(output);
    else
      groups.push({ node: output.node, outputs: [output], needs: needsOf(output.node.name, dependencies) });
  }
  return groups;
}

function needsOf(node: string, dependencies: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([node]);
  // A set's iteration also visits what is added while it runs.
  for (const name of found) for (const before of dependencies.get(name) ?? []) found.add(before);
  return found;
}

/**
 * The nodes that need a person (they failed, or ask something) for each group: told once, at the first group that needs them.
 * The last list has those that no group needs.
 */
export function sharedOut(groups: readonly OutputGroup[], nodes: readonly string[]): string[][] {
  const left = new Set(nodes);
  const lists = groups.map(({ needs }) => {
    const own = [...left].filter((node) => needs.has(node));
    for (const node of own) left.delete(node);
    return own;
  });
  return [...lists, [...left]];
}

/** The node whose state says when an output will be there: itself at work, else one before it that is. */
export function busyNode(
  group: OutputGroup,
  stateOf: (node: string) => NodeState,
): { readonly node: string; readonly state: NodeState } | undefined {
  const found = (wanted: (state: NodeState) => boolean) => {
    for (const node of group.needs) {
      const state = stateOf(node);
      if (wanted(state)) return { node, state };
    }
    return undefined;
  };
  const own = stateOf(group.node.name);
  if (own.status === "running" || own.status === "asking") return { node: group.node.name, state: own };
  return (
    found(({ status }) => status === "asking") ??
    found(({ status }) => status === "running") ??
    found(({ status }) => status === "waiting")
  );
}
