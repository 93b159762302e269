import { StepError, type StepFailure } from "../../failures/failure.ts";
import type { GradioNodeDescription } from "../../graph/description.ts";
import type { Connections } from "../connection/connections.ts";
import { endpointTarget } from "../schema/endpoint.ts";
import { assertAccepted } from "./arguments.ts";

/**
 * Why a call of a node's Space is certain to fail, found by asking the app what it offers and without calling it. Undefined where it
 * is not, and where nobody can tell: the app does not answer, or the node runs a copy on this machine. Nor is a node judged whose
 * file says `validate: false`. Outputs that do not fit are no reason: they concern their own node, which is not called then
 * (`check-outputs.ts`).
 */
export async function certainSpaceFailure(
  connections: Connections,
  node: GradioNodeDescription,
  signal: AbortSignal,
): Promise<StepFailure | undefined> {
  if (node.runLocally || !node.validate) return undefined;
  try {
    const app = await connections.app(node.space, signal);
    const target = endpointTarget(app, node.apiName);
    // A preprocess may name other inputs.
    if (!node.hasPreprocess)
      assertAccepted(
        app,
        target,
        node.inputs.map(({ name }) => name),
      );
    return undefined;
  } catch (error) {
    return error instanceof StepError && !error.failure.transient ? error.failure : undefined;
  }
}
