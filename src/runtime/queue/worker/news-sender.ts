import type { StepEvent } from "../../run/step/step-events.ts";

/** Milliseconds in which events of a job are gathered into one message. */
const interval = 100;

/**
 * Sends what a job tells in few messages, in order. That it runs can wait for a moment: of a job that is shorter, its outcome says all.
 * Other news go at once if none were sent just before.
 */
export class NewsSender {
  #events: StepEvent[] = [];
  #sending: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #sentAt = 0;
  /** Whether more is to be sent than that the job runs. */
  #hasNews = false;

  constructor(private readonly send: (events: readonly StepEvent[]) => Promise<void>) {}

  add(event: StepEvent): void {
    // Only the latest of what replaces the one before it.
    if (event.type === "partial" || event.type === "progress")
      this.#events = this.#events.filter(({ type }) => type !== event.type);
    this.#events.push(event);
    if (event.type === "phase") this.#timer ??= setTimeout(() => this.#flush(), interval);
    else this.#flushSoon();
  }

  /**
   * Sends what is left, except where it says only that the job runs: its outcome says that too. Resolves then. A message that cannot be
   * sent is left out: the outcome counts.
   */
  end(): Promise<void> {
    if (this.#hasNews) this.#flush();
    clearTimeout(this.#timer);
    return this.#sending;
  }

  #flushSoon(): void {
    if (this.#hasNews) return;
    this.#hasNews = true;
    clearTimeout(this.#timer);
    const wait = this.#sentAt + interval - Date.now();
    this.#timer = setTimeout(() => this.#flush(), Math.max(0, wait));
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#hasNews = false;
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#sentAt = Date.now();
    this.#sending = this.#sending.then(() => this.send(events)).catch(() => {});
  }
}
