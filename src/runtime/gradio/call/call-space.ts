import type { Media } from "../../files/media.ts";
import type { GradioNodeDescription } from "../../graph/description.ts";
import type { Values } from "../../values/value.ts";
import { StepError } from "../../failures/failure.ts";
import type { ServiceResult, StepContext } from "../../run/step.ts";
import { callEndpoint } from "./call-endpoint.ts";
import type { Connections } from "../connection/connections.ts";
import { targetOf } from "../schema/endpoint.ts";
import type { GradioLimits } from "../timeouts.ts";

export interface SpaceCaller {
  readonly connections: Connections;
  readonly media: Media;
  readonly limits: GradioLimits;
}

/** Runs a GradioNode against the app at `address` (the node's own Space, or its local copy). */
export async function callSpace(
  { connections, media, limits }: SpaceCaller,
  node: GradioNodeDescription,
  address: string,
  inputs: Values,
  context: StepContext,
): Promise<ServiceResult> {
  const onWaking = (text: string) => context.emit({ type: "phase", phase: { kind: "waking", text } });
  try {
    const app = await connections.app(address, context.signal, onWaking);
    const target = targetOf(app, node.apiName);
    // What a postprocess makes of the returned values is not known here.
    const ports = node.hasPostprocess ? [] : node.outputs.map(({ name }) => name);
    return { returned: await callEndpoint(app, target, inputs, { context, media, limits, ports }) };
  } catch (error) {
    // What was learnt about the app may be out of date: it is learnt anew for the next try.
    connections.forget(address);
    context.signal.throwIfAborted();
    throw error instanceof StepError
      ? error
      : new StepError({ message: `'${address}' could not be called.`, causes: [String(error)] });
  }
}
