import type { Media } from "../../files/media.ts";
import type { Json, Value, Values } from "../../values/value.ts";
import type { StepContext } from "../../run/step.ts";
import type { StepEvent } from "../../run/step-events.ts";
import { withoutRetry } from "../../failures/failure.ts";
import type { App } from "../connection/app.ts";
import type { CallSession } from "./app-sessions.ts";
import { argumentsFor } from "./arguments.ts";
import { Downloads } from "../files/download.ts";
import type { EndpointTarget } from "../schema/endpoint.ts";
import { connectionLost } from "./call-failures.ts";
import { Job, type ReturnedValues } from "./job.ts";
import { LatestValueQueue } from "./latest-value-queue.ts";
import type { GradioTimeouts } from "../timeouts.ts";
import { Session } from "./session.ts";
import { fromGradio } from "../schema/value-formats.ts";
import { Uploads } from "../files/upload.ts";
import { StreamWatchdog } from "./stream-watchdog.ts";

export interface CallOptions {
  readonly context: StepContext;
  readonly media: Media;
  readonly timeouts: GradioTimeouts;
  /** Output ports by the order of returned values, for partial results; empty where they are not known. */
  readonly ports: readonly string[];
  readonly session: CallSession;
  /** Told when the function begins to run, and when it ended by raising an error. */
  readonly onRun: (runs: boolean) => void;
}

/**
 * Calls one endpoint: uploads files, submits the job, and returns its values in order with their files stored in the media folder.
 * Throws a `StepError`, or the signal's reason when the call is stopped.
 */
export async function callEndpoint(
  app: App,
  target: EndpointTarget,
  inputs: Values,
  { context, media, timeouts, ports, session: { hash, takenFrom }, onRun }: CallOptions,
): Promise<readonly Value[]> {
  const { signal } = context;
  signal.throwIfAborted();
  const watchdog = new StreamWatchdog();
  const listener = {
    onData: () => watchdog.resetTimer(),
    onDropped: (error: unknown) => watchdog.fail(connectionLost(app, target, error)),
  };
  const session = new Session(app, hash, signal, listener, timeouts.silence);
  const stop = () => watchdog.fail(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  const emit = (event: StepEvent) => context.emit(event);
  const downloads = new Downloads({ app, media, signal, silence: timeouts.silence, emit });
  const taken = async (returned: ReturnedValues, of: "partial" | "result") => {
    const values = await downloads.take(returned, of);
    return Promise.all(values.map((value, at) => fromGradio(target.info?.returns[at], value, media)));
  };
  const partials = new LatestValueQueue(async (returned: ReturnedValues) => {
    const values = await taken(returned, "partial");
    const outputs = ports.slice(0, values.length).map((port, at) => [port, values[at] ?? null] as const);
    if (!signal.aborted) context.emit({ type: "partial", outputs: Object.fromEntries(outputs) });
  });
  try {
    const uploads = new Uploads(app, session, media, context);
    const payload: Json[] = [];
    for (const { value, type } of argumentsFor(app, target, inputs))
      payload.push(await uploads.put(value, type));
    signal.throwIfAborted();
    const onPartial = (returned: ReturnedValues) => {
      if (ports.length > 0) partials.push(returned);
    };
    const tools = { app, target, session, takenFrom, watchdog, context, timeouts, onPartial, onRun };
    const job = new Job(tools, payload);
    const returned = await job.result().finally(() => partials.end());
    return await taken(returned, "result").catch((error: unknown) => {
      // The job is done. What is fetched after it was tried again by itself.
      throw withoutRetry(error);
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
    downloads.close();
    session.close();
  }
}
