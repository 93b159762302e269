import { StepError, type StepFailure } from "../../runtime/failures/failure.ts";

/** How much a server calls for assistants beside what is recorded, while it runs. */
export interface LiveLimits {
  readonly calls: number;
  /** Of the services' time. */
  readonly seconds: number;
}

/** Enough to record a workflow of a few nodes twice over. An assistant that tries again and again is stopped before a day's quota is gone. */
const defaultLimits: LiveLimits = { calls: 20, seconds: 300 };

/** Counts calls that no record answers, over all runs of a server. */
export class LiveCalls {
  readonly #limits: LiveLimits;
  #calls = 0;
  #seconds = 0;

  constructor(limits: Partial<LiveLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits };
  }

  /**
   * Counts a call that begins. One that began is not cut off: it is paid for.
   * @param refusal why no record answers it
   * @throws {StepError} where the budget is used up
   */
  begin({ message }: StepFailure): void {
    const { calls, seconds } = this.#limits;
    if (this.#calls < calls && this.#seconds < seconds) {
      this.#calls += 1;
      return;
    }
    const used = `${this.#calls} of ${calls} calls and ${Math.round(this.#seconds)} of ${seconds} seconds`;
    throw new StepError({
      message: `${message} It is not made: the budget of live calls is used up (${used}).`,
      help: "Change the inputs to what was recorded, or ask the person to start the server again, which begins a new budget; 'daggr mcp --live-calls N --live-seconds N' sets a larger one.",
    });
  }

  /** A call that began is over. */
  took(seconds: number): void {
    this.#seconds += seconds;
  }
}
