import type { StepContext } from "../../run/step/step.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
import { parseNews, type JobOutcome } from "../jobs/job.ts";
import type { SharedFiles } from "../jobs/shared-files.ts";
import { verified } from "../jobs/signature.ts";
import type { JobWaiter } from "./group-jobs.ts";

export interface NewsOptions {
  /** The job's id. */
  readonly id: string;
  /** The group of workers that it is for. */
  readonly workers: string;
  readonly key: string;
  readonly context: StepContext;
  readonly files: SharedFiles;
  /** Milliseconds since 1970, when the call was made. */
  readonly askedAt: number;
  /** Whether a worker that takes it may find its limit reached, and put it back. It says when the job begins. */
  readonly isLimited: boolean;
}

/** What is heard of one job, told as the events of its step. */
export class NewsOfJob implements JobWaiter {
  /** Whether it may have begun since it was asked for. */
  began = false;
  lastWords = "";
  /** Resolves when everything was told that was heard. Partial results wait for their files. */
  told: Promise<void> = Promise.resolve();
  /** Milliseconds until it was heard that it runs. */
  #waited: number | undefined;

  constructor(private readonly options: NewsOptions) {}

  active(): void {
    this.began = true;
    if (!this.options.isLimited) this.#runs();
  }

  waits(): void {
    const { context, workers } = this.options;
    this.#waited = undefined;
    context.emit({ type: "phase", phase: { kind: "queued", workers } });
  }

  found(latest: unknown): void {
    if (this.began) return;
    if (!this.options.isLimited) this.active();
    this.news(latest);
  }

  news(message: unknown): void {
    const payload = verified("news", message, this.options.key);
    const news = payload === undefined ? undefined : parseNews(payload);
    if (news?.id !== this.options.id) return;
    this.began = true;
    this.#waited ??= Date.now() - this.options.askedAt;
    for (const event of news.events) {
      if (event.type === "log") this.lastWords = `${this.lastWords}${event.text}\n`.slice(-500);
      const known = event.type === "phase" ? runsOn(news.worker, this.#waited) : event;
      this.told = this.told.then(() => this.#tell(known)).catch(() => {});
    }
  }

  /** Where it ran, and how long it waited: some of what is told on the way may be lost. */
  ended({ worker, duration }: JobOutcome): void {
    const { context, askedAt } = this.options;
    context.emit(runsOn(worker, Math.max(0, Date.now() - askedAt - duration)));
  }

  #runs(): void {
    const { context, askedAt } = this.options;
    this.#waited = Date.now() - askedAt;
    context.emit({ type: "phase", phase: { kind: "running" } });
  }

  async #tell(event: StepEvent): Promise<void> {
    const { context, files } = this.options;
    if (event.type === "partial") await files.receiveFiles(event.outputs, context.signal);
    context.emit(event);
  }
}

function runsOn(worker: string, waited: number): StepEvent {
  return { type: "phase", phase: { kind: "running", on: { worker, waited } } };
}
