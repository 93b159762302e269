import { availableParallelism } from "node:os";
import type { FnNodeDescription } from "../../graph/description.ts";
import { exclusiveGroup } from "../workflow-code.ts";
import type { ConcurrencyGroup } from "../concurrency-groups.ts";
import type { Executor } from "../executor.ts";
import type { UserCode } from "../user-code.ts";

/** Functions run in the workflow's processes, one at a time unless the node sets `concurrent` or `concurrencyGroup`. */
export function fnExecutor(code: UserCode): Executor<"fn"> {
  return {
    endsInTime: true,
    group: (node) => groupOf(node),
    run: async (node, inputs, context) => ({ outputs: await code.fn(node, inputs, groupOf(node), context) }),
  };
}

/** Functions with the same group share its limit. */
function groupOf(node: FnNodeDescription): ConcurrencyGroup {
  if (node.concurrencyGroup !== undefined) {
    return { name: `group ${node.concurrencyGroup}`, limit: node.maxConcurrent ?? 1 };
  }
  if (!node.concurrent) return exclusiveGroup;
  return {
    name: `concurrent ${node.name}`,
    limit: node.maxConcurrent ?? Math.max(4, availableParallelism()),
  };
}
