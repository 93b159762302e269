import { availableParallelism } from "node:os";
import { StepError } from "../../failures/failure.ts";
import type { FnNodeDescription } from "../../graph/description.ts";
import type { Values } from "../../values/value.ts";
import { exclusiveGroup } from "../workflow-code.ts";
import type { ConcurrencyGroup } from "../concurrency-groups.ts";
import type { Executor } from "../executor.ts";
import type { RemoteFunctions } from "../remote-functions.ts";
import type { StepContext } from "../step/step.ts";
import type { UserCode } from "../user-code.ts";

/** Calls that wait for workers at a time, so that a large scatter does not fill the queue before others have their turn. */
const mostInQueue = 500;

/**
 * Functions run in the workflow's processes, one at a time unless the node sets `concurrent` or `concurrencyGroup`; or on other
 * machines.
 */
export function fnExecutor(code: UserCode, remote: RemoteFunctions | undefined): Executor<"fn"> {
  return {
    endsInTime: true,
    group: (node) => {
      // What several engines share, each also keeps by itself, so that it sends no more jobs than may run.
      const workers = sharedLimitOf(node, code.graph) ? undefined : remote?.placeOf(node);
      return workers === undefined ? groupOf(node) : { name: `workers ${workers}`, limit: mostInQueue };
    },
    run: async (node, inputs, context) => {
      const { identity } = context;
      const workers = remote?.placeOf(node);
      if (remote && identity && workers !== undefined) {
        const { generation, graph } = code;
        const limit = sharedLimitOf(node, graph);
        const call = { generation, graph, node, workers, ...identity, ...(limit && { limit }), inputs };
        return { outputs: await remote.run(call, context) };
      }
      if (!remote) needsNoWorkers(node);
      return { outputs: await here(code, node, inputs, context, remote) };
    },
  };
}

async function here(
  code: UserCode,
  node: FnNodeDescription,
  inputs: Values,
  context: StepContext,
  remote: RemoteFunctions | undefined,
): Promise<Values> {
  const startedAt = performance.now();
  const outputs = await code.fn(node, inputs, groupOf(node), context);
  remote?.ranHere(node, performance.now() - startedAt);
  return outputs;
}

/** "queue" says that any machine will do, and this is one. Another group may have what this machine has not. */
function needsNoWorkers({ name, where, source }: FnNodeDescription): void {
  if (where === undefined || where === "local" || where === "queue") return;
  throw new StepError({
    message: `'${name}' runs on workers of the group '${where}', but no queue is set.`,
    help: "Set one (the setting daggr.queue, DAGGR_QUEUE or --queue), and start a worker with 'daggr worker'. Or set 'where' to \"local\".",
    at: source,
  });
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

/** What the workflow says about a limit. A group's name means the same in all workflows of an engine, so it does in a queue. */
function sharedLimitOf(node: FnNodeDescription, graph: string): ConcurrencyGroup | undefined {
  const { concurrencyGroup: group, maxConcurrent: limit, name } = node;
  if (group !== undefined) return { name: `group ${group}`, limit: limit ?? 1 };
  return limit === undefined ? undefined : { name: `node ${graph}\n${name}`, limit };
}
