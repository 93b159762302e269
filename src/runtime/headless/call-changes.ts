import type { CallState, NodeState, NodeStatus } from "../protocol/canvas.ts";

const atWork: readonly NodeStatus[] = ["waiting", "running", "asking"];

/**
 * Tells which calls of a function are new or in another state, oldest first, at each change in the state of its node. The calls of
 * a result that was made earlier are not told.
 */
export function callChanges(): (node: string, change: Partial<NodeState>) => readonly CallState[] {
  const told = new Map<string, Map<number, string>>();
  return (node, { status, calls }) => {
    if (status === "running" && !told.has(node)) told.set(node, new Map());
    const before = told.get(node);
    if (status !== undefined && !atWork.includes(status)) told.delete(node);
    if (before === undefined || calls === undefined) return [];
    return calls.latest.toReversed().filter((call) => {
      const state = JSON.stringify(call);
      if (before.get(call.number) === state) return false;
      before.set(call.number, state);
      return true;
    });
  };
}
