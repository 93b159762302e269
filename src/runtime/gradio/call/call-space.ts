import type { Media } from "../../files/media.ts";
import type { GradioNodeDescription } from "../../graph/description.ts";
import type { Values } from "../../values/value.ts";
import { StepError } from "../../failures/failure.ts";
import { reasonOf } from "../../failures/network.ts";
import type { ServiceResult, StepContext } from "../../run/step.ts";
import { callEndpoint } from "./call-endpoint.ts";
import type { Connections } from "../connection/connections.ts";
import { endpointTarget } from "../schema/endpoint.ts";
import type { GradioTimeouts } from "../timeouts.ts";

export interface SpaceCaller {
  readonly connections: Connections;
  readonly media: Media;
  readonly timeouts: GradioTimeouts;
}

/** Runs a GradioNode against the app at `address` (the node's own Space, or its local copy). */
export async function callSpace(
  { connections, media, timeouts }: SpaceCaller,
  node: GradioNodeDescription,
  address: string,
  inputs: Values,
  context: StepContext,
): Promise<ServiceResult> {
  const onWaking = (text: string) => context.emit({ type: "phase", phase: { kind: "waking", text } });
  try {
    const app = await connections.app(address, context.signal, onWaking);
    const target = endpointTarget(app, node.apiName);
    // What a postprocess makes of the returned values is not known here.
    const ports = node.hasPostprocess ? [] : node.outputs.map(({ name }) => name);
    return { returned: await callEndpoint(app, target, inputs, { context, media, timeouts, ports }) };
  } catch (error) {
    // What was learnt about the app may be out of date: it is fetched again for the next try.
    connections.forget(address);
    context.signal.throwIfAborted();
    throw error instanceof StepError
      ? error
      : new StepError({
          message: `'${address}' could not be called: its answer is not one of a Gradio app.`,
          help: "Look whether the app works in a browser.",
          causes: [reasonOf(error)],
        });
  }
}
