import type { Json } from "../../values/value.ts";
import type { StepContext } from "../../run/step.ts";
import type { App } from "../connection/app.ts";
import { cancelJob } from "./cancel-job.ts";
import type { Target } from "../schema/endpoint.ts";
import type { GradioEvent, StatusEvent, SubmitIterable } from "./events.ts";
import { silent, statusFailure, withoutResult } from "./call-failures.ts";
import type { GradioLimits } from "../timeouts.ts";
import { phaseOf, progressOf } from "./queue-status.ts";
import type { Session } from "./session.ts";
import type { Watch } from "./stream-watchdog.ts";

/** What a job returned, raw. */
export type Returned = readonly Json[];

export interface JobTools {
  readonly app: App;
  readonly target: Target;
  readonly session: Session;
  readonly watch: Watch;
  readonly context: StepContext;
  readonly limits: GradioLimits;
  /** A result so far, of an endpoint that gives them bit by bit. */
  readonly onPartial: (returned: Returned) => void;
}

/** One submitted job: tells its news, and ends with what it returned. */
export class Job {
  readonly #tools: JobTools;
  readonly #events: SubmitIterable;
  #running = false;
  #generating = false;
  #returned: Returned | undefined;

  constructor(tools: JobTools, payload: Json[]) {
    const { app, target, session, watch, limits } = tools;
    const endpoint = typeof target.info?.name === "string" ? target.info.name : target.dependency.id;
    this.#tools = tools;
    this.#events = session.submit(endpoint, payload, null, null, true);
    watch.expectSigns(limits.silence, () => silent(app, target, limits.silence));
  }

  async result(): Promise<Returned> {
    const { app, target, session, watch, context, limits } = this.#tools;
    try {
      for (;;) {
        const next = await Promise.race([this.#events.next(), watch.happened]);
        watch.heard();
        if (next.done) throw withoutResult(app, target);
        if (this.#take(next.value) === "complete") break;
      }
      if (!this.#returned) throw withoutResult(app, target);
      return this.#returned;
    } catch (error) {
      const plainAndRunning = this.#running && !this.#generating;
      if (context.signal.aborted) {
        await cancelJob(this.#events, session, limits.cancel, plainAndRunning, target, context);
      }
      throw error;
    } finally {
      watch.rest();
    }
  }

  #take(event: GradioEvent): "complete" | undefined {
    if (event.type === "data") {
      this.#returned = event.data as Returned;
      if (this.#generating) this.#tools.onPartial(this.#returned);
    } else if (event.type === "log") {
      this.#tools.context.emit({ type: "log", stream: "log", text: `${event.level}: ${event.log}` });
    } else if (event.type === "status") {
      this.#takeStatus(event);
      if (event.stage === "complete") return "complete";
    }
    return undefined;
  }

  #takeStatus(event: StatusEvent): void {
    const { app, target, session, watch, context } = this.#tools;
    if (event.stage === "error") throw statusFailure(app, target, event, session.networkError);
    const phase = phaseOf(event);
    if (phase && !(this.#running && phase.kind === "running")) context.emit({ type: "phase", phase });
    this.#running ||= phase?.kind === "running";
    const progress = progressOf(event);
    if (progress) context.emit(progress);
    this.#generating ||= event.stage === "generating" || event.stage === "streaming";
    // A call that does not queue sends nothing until it is done.
    if (!event.queue) watch.rest();
  }
}
