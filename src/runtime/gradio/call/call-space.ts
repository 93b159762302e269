import type { Media } from "../../files/media.ts";
import type { GradioNodeDescription } from "../../graph/description.ts";
import type { Values } from "../../values/value.ts";
import { StepError } from "../../failures/failure.ts";
import { reasonOf } from "../../failures/network.ts";
import type { ServiceResult, StepContext } from "../../run/step/step.ts";
import { callEndpoint } from "./call-endpoint.ts";
import type { AppSessions, CallSession } from "./app-sessions.ts";
import { checkOutputs } from "./check-outputs.ts";
import type { Connections } from "../connection/connections.ts";
import { endpointTarget } from "../schema/endpoint.ts";
import { quoteList } from "../../text/similarity.ts";
import type { GradioTimeouts } from "../timeouts.ts";

export interface SpaceCaller {
  readonly connections: Connections;
  readonly sessions: AppSessions;
  readonly media: Media;
  readonly timeouts: GradioTimeouts;
}

/** Runs a GradioNode against the app at `address` (the node's own Space, or its local copy). */
export async function callSpace(
  { connections, sessions, media, timeouts }: SpaceCaller,
  node: GradioNodeDescription,
  address: string,
  inputs: Values,
  context: StepContext,
): Promise<ServiceResult> {
  let session: CallSession | undefined;
  /** The function may have written states of the app: it ran, and did not just raise an error. */
  let written = false;
  const onWaking = (text: string) => context.emit({ type: "phase", phase: { kind: "waking", text } });
  try {
    const app = await connections.app(address, context.signal, onWaking);
    const target = endpointTarget(app, node.apiName);
    checkOutputs(node, app, target);
    // What a postprocess makes of the returned values is not known here.
    const ports = node.hasPostprocess ? [] : node.outputs.map(({ name }) => name);
    session = await sessions.enter(app, target, context.states?.(), context.signal);
    const onRun = (runs: boolean) => (written = runs);
    const options = { context, media, timeouts, ports, session, onRun };
    const result = await callEndpoint(app, target, inputs, options);
    const left = session.done();
    return { ...result, ...(left ? { session: left } : {}) };
  } catch (error) {
    session?.failed(written);
    // What was learnt about the app may be out of date: it is fetched again for the next try.
    connections.forget(address);
    context.signal.throwIfAborted();
    throw error instanceof StepError
      ? withHelpFor(session?.takenFrom ?? [], error)
      : new StepError({
          message: `'${address}' could not be called: its answer is not one of a Gradio app.`,
          help: "Look whether the app works in a browser.",
          causes: [reasonOf(error)],
        });
  }
}

/** Apps do not say that a session's states are gone; Gradio gives them as they were at first. */
function withHelpFor(from: readonly string[], error: StepError): StepError {
  if (from.length === 0 || error.failure.help !== undefined) return error;
  const help = `It needs what ${quoteList(from)} left in the app. If that is gone there, run ${quoteList(from)} again first.`;
  return new StepError({ ...error.failure, help });
}
