import { setTimeout as delay } from "node:timers/promises";
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
  { context, media, timeouts, ports, session: place, onRun }: CallOptions,
): Promise<readonly Value[]> {
  const { signal } = context;
  const watchdog = new StreamWatchdog();
  const listener = {
    onData: () => watchdog.resetTimer(),
    onDropped: (error: unknown) => watchdog.fail(connectionLost(app, target, error)),
  };
  const session = new Session(app, place, signal, timeouts, listener);
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
  let isOver = false;
  try {
    signal.throwIfAborted();
    const uploads = new Uploads(app, session, media, context);
    const payload: Json[] = [];
    for (const { value, type } of argumentsFor(app, target, inputs))
      payload.push(await uploads.put(value, type));
    signal.throwIfAborted();
    const onPartial = (returned: ReturnedValues) => {
      if (ports.length > 0) partials.push(returned);
    };
    const tools = {
      app,
      target,
      session,
      takenFrom: place.takenFrom,
      watchdog,
      context,
      timeouts,
      onPartial,
      onRun,
    };
    const job = new Job(tools, payload);
    const returned = await job.result().finally(() => partials.end());
    isOver = true;
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
    void endOf(session, isOver).then(() => place.leave());
  }
}

/** Milliseconds that an app has to end the stream of a job that is over. */
const farewell = 1_000;

/**
 * Closes a session's stream. Where its job is over the app ends it by itself: if it had to notice that its reader left, it would forget
 * the whole session, and with it the next job.
 */
async function endOf(session: Session, isOver: boolean): Promise<void> {
  if (isOver) await Promise.race([session.ended, delay(farewell, undefined, { ref: false })]);
  session.close();
}
