import type { Media } from "../files/media.ts";
import type { Json, Value, Values } from "../graph/value.ts";
import { StepError } from "../run/step.ts";
import type { StepContext } from "../run/step.ts";
import type { App } from "./app.ts";
import { argumentsFor } from "./arguments.ts";
import { cancelJob } from "./cancel.ts";
import { Downloads } from "./download.ts";
import type { Target } from "./endpoint.ts";
import { connectionLost, silent, statusFailure, withoutResult } from "./failures.ts";
import { Latest } from "./latest.ts";
import type { GradioLimits } from "./limits.ts";
import { phaseOf, progressOf } from "./progress.ts";
import { Session } from "./session.ts";
import { fromGradio } from "./shapes.ts";
import { Uploads } from "./upload.ts";

export interface CallOptions {
  readonly context: StepContext;
  readonly media: Media;
  readonly limits: GradioLimits;
  /** Output ports by the order of returned values, for partial results; empty where they can't be told. */
  readonly ports: readonly string[];
}

/** Calls one endpoint and gives its returned values in order, files taken into the media folder. */
export async function callEndpoint(
  app: App,
  target: Target,
  inputs: Values,
  options: CallOptions,
): Promise<readonly Value[]> {
  const { context, media, limits } = options;
  const { signal } = context;
  signal.throwIfAborted();
  const failure = new Failure();
  const silence = setTimeout(() => failure.fail(silent(app, target, limits.silence)), limits.silence);
  const session = new Session(app, signal, {
    heard: () => silence.refresh(),
    dropped: (error) => failure.fail(connectionLost(app, target, error)),
  });
  const stop = () => failure.fail(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const uploads = new Uploads(app, session, media, context.folder);
    const payload: Json[] = [];
    for (const { value, type } of argumentsFor(app, target, inputs))
      payload.push(await uploads.put(value, type));
    signal.throwIfAborted();
    const downloads = new Downloads(app, media, signal, limits.silence);
    const returned = async (data: readonly Json[]) => {
      const values = await Promise.all(data.map((one) => downloads.take(one)));
      return Promise.all(values.map((value, at) => fromGradio(target.info?.returns[at], value, media)));
    };
    return await returned(await listen(app, target, session, payload, options, failure, returned, silence));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error;
  } finally {
    clearTimeout(silence);
    signal.removeEventListener("abort", stop);
    session.close();
  }
}

/** Submits the job, tells its news, and gives what it returned. */
async function listen(
  app: App,
  target: Target,
  session: Session,
  payload: Json[],
  { context, limits, ports }: CallOptions,
  failure: Failure,
  returned: (data: readonly Json[]) => Promise<readonly Value[]>,
  silence: NodeJS.Timeout,
): Promise<readonly Json[]> {
  const partials = new Latest(async (data: readonly Json[]) => {
    const values = await returned(data);
    const outputs = Object.fromEntries(
      ports.slice(0, values.length).map((port, at) => [port, values[at] ?? null]),
    );
    if (!context.signal.aborted) context.emit({ type: "partial", outputs });
  });
  const endpoint = typeof target.info?.name === "string" ? target.info.name : target.dependency.id;
  const job = session.submit(endpoint, payload, null, null, true);
  let running = false;
  let generating = false;
  let data: readonly Json[] | undefined;
  try {
    for (;;) {
      const next = await Promise.race([job.next(), failure.happened]);
      silence.refresh();
      if (next.done) throw withoutResult(app, target);
      const event = next.value;
      if (event.type === "data") {
        data = event.data as readonly Json[];
        if (generating && ports.length > 0) partials.push(data);
      } else if (event.type === "log") {
        context.emit({ type: "log", stream: "log", text: `${event.level}: ${event.log}` });
      } else if (event.type === "status") {
        if (event.stage === "error") throw statusFailure(app, target, event, session.networkError);
        const phase = phaseOf(event);
        if (phase && !(running && phase.kind === "running")) context.emit({ type: "phase", phase });
        running ||= phase?.kind === "running";
        const progress = progressOf(event);
        if (progress) context.emit(progress);
        generating ||= event.stage === "generating" || event.stage === "streaming";
        // A call that does not queue sends nothing until it is done.
        if (!event.queue) clearTimeout(silence);
        if (event.stage === "complete") {
          if (!data) throw withoutResult(app, target);
          partials.end();
          return data;
        }
      }
    }
  } catch (error) {
    partials.end();
    if (context.signal.aborted)
      await cancelJob(job, session, limits.cancel, running && !generating, target, context);
    throw error;
  }
}

/** What can go wrong beside the job's own news. */
class Failure {
  readonly happened: Promise<never>;
  fail: (error: unknown) => void = () => {};

  constructor() {
    this.happened = new Promise((_, reject) => {
      this.fail = (error) =>
        reject(error instanceof Error ? error : new StepError({ message: String(error) }));
    });
    this.happened.catch(() => {});
  }
}
