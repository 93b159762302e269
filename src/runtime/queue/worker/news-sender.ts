import type { StepEvent } from "../../run/step/step-events.ts";

/** Milliseconds in which events of a job are gathered into one message. */
const interval = 100;

/** Sends what a job tells in few messages, in order. The first goes at once. */
export class NewsSender {
  #events: StepEvent[] = [];
  #sending: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #sentAt = 0;

  constructor(private readonly send: (events: readonly StepEvent[]) => Promise<void>) {}

  add(event: StepEvent): void {
    // Only the latest of what replaces the one before it.
    if (event.type === "partial" || event.type === "progress")
      this.#events = this.#events.filter(({ type }) => type !== event.type);
    this.#events.push(event);
    const wait = this.#sentAt + interval - Date.now();
    this.#timer ??= setTimeout(() => this.#flush(), Math.max(0, wait));
  }

  /** Resolves when everything was sent. A message that cannot be sent is left out: the outcome counts. */
  end(): Promise<void> {
    this.#flush();
    return this.#sending;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#sentAt = Date.now();
    this.#sending = this.#sending.then(() => this.send(events)).catch(() => {});
  }
}
