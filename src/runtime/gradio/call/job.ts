import { mayHaveRun } from "../../failures/failure.ts";
import { redact } from "../../failures/redact.ts";
import type { Json } from "../../values/value.ts";
import type { StepContext } from "../../run/step/step.ts";
import type { App } from "../connection/app.ts";
import { cancelJob } from "./cancel-job.ts";
import { returnedInApi } from "../schema/api-components.ts";
import type { EndpointTarget } from "../schema/endpoint.ts";
import { withoutUpdates } from "../schema/updates.ts";
import type { GradioEvent, StatusEvent, SubmitIterable } from "./session.ts";
import { gone } from "./app-sessions.ts";
import { compareApp, meansSameFunction } from "../connection/same-app.ts";
import { replaced, streamSilent, statusFailure, withoutResult } from "./call-failures.ts";
import type { GradioTimeouts } from "../timeouts.ts";
import { phaseOf, progressOf } from "./queue-status.ts";
import type { Session } from "./session.ts";
import type { StreamWatchdog } from "./stream-watchdog.ts";

/** Lines that one job may log, and the characters of each. */
const maxLogs = 10_000;
const maxLogText = 10_000;

/** How often in a row an app may be silent for the limit before it is given up. */
const mostSilences = 3;

/** The values that a job returned, as Gradio sent them. */
export type ReturnedValues = readonly Json[];

export interface JobOptions {
  readonly app: App;
  readonly target: EndpointTarget;
  readonly session: Session;
  /** The steps that left what the call takes up in the app. */
  readonly takenFrom: readonly string[];
  readonly watchdog: StreamWatchdog;
  readonly context: StepContext;
  readonly timeouts: GradioTimeouts;
  /** Called for each intermediate result of a generator. */
  readonly onPartial: (returned: ReturnedValues) => void;
  readonly onRun: (runs: boolean) => void;
}

/** One submitted job: emits its events as events of the step, and ends with the values it returned. */
export class Job {
  readonly #tools: JobOptions;
  readonly #events: SubmitIterable;
  #logs = 0;
  #silences = 0;
  #running = false;
  #generating = false;
  /** The client says so before each result so far, and says nothing before the result. */
  #isPartial = false;
  #replaced = false;
  /** The app itself said that it failed. */
  #refused = false;
  #returned: ReturnedValues | undefined;

  constructor(tools: JobOptions, payload: Json[]) {
    const { target, session, watchdog, timeouts } = tools;
    const endpoint = typeof target.info?.name === "string" ? target.info.name : target.dependency.id;
    this.#tools = tools;
    this.#events = session.submit(endpoint, payload, null, null, true);
    watchdog.startTimer(timeouts.silence, () => void this.#onSilence());
  }

  async result(): Promise<ReturnedValues> {
    const { app, target, session, watchdog, context, timeouts } = this.#tools;
    const joined = this.#events.wait_for_id().catch(() => null);
    const confirmed = joined.then((id) => (id === null ? undefined : this.#confirm()));
    confirmed.catch((error: unknown) => watchdog.fail(error));
    try {
      for (;;) {
        const next = await Promise.race([this.#events.next(), watchdog.failure]);
        watchdog.resetTimer();
        this.#silences = 0;
        if (next.done) throw withoutResult(app, target);
        if (this.#take(next.value) === "complete") break;
      }
      if (!this.#returned) throw withoutResult(app, target);
      // The oldest protocol gives a call no number: that it was taken is known by its result.
      await ((await joined) === null ? this.#confirm() : confirmed);
      return this.#returned;
    } catch (error) {
      const plainAndRunning = this.#running && !this.#generating;
      if (context.signal.aborted || this.#replaced) {
        await cancelJob(this.#events, session, timeouts.cancel, plainAndRunning, target, context);
      }
      if (session.mayBeQueued && !this.#running && !this.#refused) this.#tools.onRun(true);
      throw this.#running || session.mayBeQueued ? mayHaveRun(error, "The app") : error;
    } finally {
      watchdog.stopTimer();
    }
  }

  /** Asks the app again, and gives up where that brings no news either. */
  async #onSilence(): Promise<void> {
    const { app, target, session, watchdog, timeouts } = this.#tools;
    this.#silences += 1;
    const asked = this.#silences < mostSilences && (await session.askAgain().catch(() => false));
    if (asked) watchdog.resetTimer();
    else watchdog.fail(streamSilent(app, target, timeouts.silence * this.#silences));
  }

  /** Rejects where the call was taken by another app than the one that was connected. */
  async #confirm(): Promise<void> {
    const { app, target, takenFrom, context, timeouts } = this.#tools;
    // Another replica of the app has no states of this session. One that does not answer had them before the call.
    if (takenFrom.length > 0 && (await compareApp(app, timeouts.answer, context.signal)) === "other") {
      this.#replaced = true;
      throw gone(app, target, takenFrom, "the app has restarted since");
    }
    if (await meansSameFunction(app, target, timeouts.answer, context.signal)) return;
    this.#replaced = true;
    throw replaced(app, target);
  }

  #take(event: GradioEvent): "complete" | undefined {
    if (event.type === "data") {
      const { app, target } = this.#tools;
      // The client makes a generator's next result by changing this one in place.
      const data = this.#generating ? structuredClone(event.data) : event.data;
      const sent = returnedInApi(app.config, target.dependency, data as ReturnedValues);
      this.#returned = withoutUpdates(sent, this.#returned);
      if (this.#isPartial) this.#tools.onPartial(this.#returned);
      this.#isPartial = false;
    } else if (event.type === "log") {
      this.#log(event.level, event.log);
    } else if (event.type === "status") {
      this.#takeStatus(event);
      if (event.stage === "complete") return "complete";
    }
    return undefined;
  }

  #log(level: unknown, said: unknown): void {
    this.#logs += 1;
    if (this.#logs > maxLogs + 1 || typeof said !== "string") return;
    const text =
      this.#logs > maxLogs
        ? `The app logs more than ${maxLogs} lines; the rest is left out.`
        : `${typeof level === "string" ? level.slice(0, 20) : "log"}: ${redact(said).slice(0, maxLogText)}`;
    this.#tools.context.emit({ type: "log", stream: "log", text });
  }

  #takeStatus(event: StatusEvent): void {
    const { app, target, session, context } = this.#tools;
    if (event.stage === "error") {
      // A generator's states are written with each value that it gives.
      if (!event.broken) {
        this.#refused = true;
        if (!target.dependency.types?.generator) this.#tools.onRun(false);
      }
      throw statusFailure(app, target, event, session.networkError);
    }
    const phase = phaseOf(event);
    if (phase && !(this.#running && phase.kind === "running")) context.emit({ type: "phase", phase });
    if (phase?.kind === "running" && !this.#running) {
      this.#running = true;
      this.#tools.onRun(true);
    }
    const progress = progressOf(event);
    if (progress) context.emit(progress);
    this.#isPartial = event.stage === "generating" || event.stage === "streaming";
    this.#generating ||= this.#isPartial;
  }
}
