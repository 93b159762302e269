import type { Json } from "../values/value.ts";
import { type StepContext } from "../run/step/step.ts";
import type { StepEvent } from "../run/step/step-events.ts";
import { StepError } from "../failures/failure.ts";
import type { PrefetchOptions, PrefetchedCall } from "../run/workflow-code.ts";
import type { WiredInputs } from "./protocol.ts";
import { type Attempt, type AttemptContext, type AttemptOutcome, untilStopped } from "./user-call.ts";

export const startedAgain: StepEvent = {
  type: "log",
  stream: "stderr",
  text: "Started again: its process was ended for the sake of another node.\n",
};

/** See `PrefetchedCall`. The attempt starts before its step; its events are kept until the step claims it. */
export class ProcessPrefetchedCall implements PrefetchedCall {
  readonly #attempt: Attempt;
  readonly #outcome: Promise<AttemptOutcome>;
  #told: StepEvent[] = [];
  #context: StepContext | undefined;
  #lost = false;

  constructor({ timeout, files }: PrefetchOptions, attempt: (context: AttemptContext) => Attempt) {
    const emit = (event: StepEvent) => {
      if (this.#context) this.#context.emit(event);
      else this.#told.push(event);
    };
    this.#attempt = attempt({ timeout, files, emit });
    this.#outcome = this.#attempt.run();
    void this.#outcome.then(({ type }) => (this.#lost = type === "lost"));
  }

  /** Its number in the process. */
  get id(): number {
    return this.#attempt.id;
  }

  get lost(): boolean {
    return this.#lost;
  }

  get settled(): Promise<AttemptOutcome> {
    return this.#outcome;
  }

  async claim(context: StepContext): Promise<Json | undefined> {
    this.#context = context;
    for (const event of this.#told.splice(0)) context.emit(event);
    const outcome = await untilStopped(this.#attempt, this.#outcome, context.signal);
    if (outcome.type === "done") return outcome.result;
    if (outcome.type === "failed") throw new StepError(outcome.failure);
    if (outcome.started) context.emit(startedAgain);
    return undefined;
  }

  recall(): void {
    if (!this.#context) this.#attempt.recall();
  }

  drop(): void {
    if (!this.#context) this.#attempt.stop();
  }
}

/** The options as its process understands them; undefined where a call it is wired to is none of this generation's. */
export function queuedCallOf({ wired }: PrefetchOptions): WiredInputs | undefined {
  const calls: Record<string, { call: number; port: string }> = {};
  for (const [name, { from, port }] of Object.entries(wired)) {
    if (!(from instanceof ProcessPrefetchedCall)) return undefined;
    calls[name] = { call: from.id, port };
  }
  return { wired: calls };
}
