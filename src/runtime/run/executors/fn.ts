import { availableParallelism } from "node:os";
import type { FnNodeDescription } from "../../graph/description.ts";
import { mainLane, type Lane } from "../workflow-code.ts";
import type { Executor } from "../executor.ts";
import type { UserCode } from "../user-code.ts";

/** Functions run in the workflow's processes: one at a time unless they say otherwise. */
export function fnExecutor(code: UserCode): Executor<"fn"> {
  return {
    slot: (node) => laneOf(node),
    run: async (node, inputs, context) => ({ outputs: await code.fn(node, inputs, laneOf(node), context) }),
  };
}

/** Which functions share a limit. */
export function laneOf(node: FnNodeDescription): Lane {
  if (node.concurrencyGroup !== undefined) {
    return { name: `group ${node.concurrencyGroup}`, limit: node.maxConcurrent ?? 1 };
  }
  if (!node.concurrent) return mainLane;
  return {
    name: `concurrent ${node.name}`,
    limit: node.maxConcurrent ?? Math.max(4, availableParallelism()),
  };
}
