import { setTimeout as delay } from "node:timers/promises";
import type { Media } from "../../files/media.ts";
import type { Json, Values } from "../../values/value.ts";
import type { ServiceResult, StepContext } from "../../run/step/step.ts";
import { mergedIntegers, type ExactIntegers } from "../../values/exact-integers.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
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

/** Numbers of one message. */
const maxNumbers = 5;

function inexactText(exact: ExactIntegers): string {
  const all = Object.entries(exact).map(
    ([inexact, digits]) => `${digits || "several numbers"} as ${inexact}`,
  );
  const more = all.length > maxNumbers ? ` and ${all.length - maxNumbers} more` : "";
  return (
    `The app sent integers beyond 2^53, which JavaScript's numbers do not hold: ${all.slice(0, maxNumbers).join(", ")}${more}. ` +
    "A Space that takes them gets all digits, code does not. Where code needs them, let the app return text."
  );
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
): Promise<Pick<ServiceResult, "returned" | "exact">> {
  const { signal } = context;
  const watchdog = new StreamWatchdog();
  const listener = {
    onData: () => watchdog.resetTimer(),
    onDropped: (error: unknown) => watchdog.fail(connectionLost(app, target, error)),
  };
  const sent = mergedIntegers([app.exact, context.exact?.()]);
  const session = new Session(app, place, signal, timeouts, listener, sent);
  const stop = () => watchdog.fail(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  const emit = (event: StepEvent) => context.emit(event);
  const downloads = new Downloads({ app, media, signal, silence: timeouts.silence, emit });
  const taken = async (returned: ReturnedValues, of: "partial" | "result", latest?: ReturnedValues) => {
    const values = await downloads.take(returned, of, latest);
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
    let latest: ReturnedValues | undefined;
    const returned = await job.result().finally(() => (latest = partials.end()));
    isOver = true;
    const values = await taken(returned, "result", latest).catch((error: unknown) => {
      // The job is done. What is fetched after it was tried again by itself.
      throw withoutRetry(error);
    });
    const { exact } = session;
    if (exact) emit({ type: "log", stream: "log", text: inexactText(exact) });
    return { returned: values, ...(exact && { exact }) };
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
