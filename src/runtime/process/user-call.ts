import type { Json, Values } from "../graph/value.ts";
import { StepError, type StepContext, type StepFailure } from "../run/step.ts";
import { endingFailure } from "./endings.ts";
import type { UserCall } from "./generation.ts";
import { type UserCallHead, valuesOf } from "./protocol.ts";
import type { CallEvent, Seat, SeatedCall } from "./seat.ts";

/** Milliseconds between the abort of a function's signal and the end of its process. */
const grace = 250;

export type CallContext = StepContext & { readonly timeout?: number; readonly files: string };

export type AttemptOutcome =
  | { readonly type: "done"; readonly result: Json }
  | { readonly type: "failed"; readonly failure: StepFailure }
  /** Its process ended for a reason that is not this call's: it may run again. */
  | { readonly type: "lost"; readonly started: boolean };

export const stopped: StepFailure = { message: "Stopped." };

/** One attempt to run a call in one process. */
export class Attempt implements SeatedCall {
  readonly #abort = new AbortController();
  #id = 0;
  #started = false;
  #cause: StepFailure | undefined;
  #limit: NodeJS.Timeout | undefined;
  #end: NodeJS.Timeout | undefined;

  constructor(
    private readonly seat: Seat,
    private readonly call: UserCall,
    private readonly context: CallContext,
    private readonly timeLimits: boolean,
  ) {}

  async run(): Promise<AttemptOutcome> {
    const { seat, context } = this;
    const onAbort = () => this.#give(stopped);
    this.#id = seat.sit(this);
    context.signal.addEventListener("abort", onAbort);
    try {
      if (context.signal.aborted) return { type: "failed", failure: stopped };
      const result = await this.#send();
      return this.#cause ? { type: "failed", failure: this.#cause } : { type: "done", result };
    } catch (error) {
      return await this.#failed(error as Error);
    } finally {
      context.signal.removeEventListener("abort", onAbort);
      clearTimeout(this.#limit);
      clearTimeout(this.#end);
      seat.leave(this.#id);
    }
  }

  onEvent(event: CallEvent): void {
    switch (event.type) {
      case "started":
        this.#started = true;
        this.context.emit({ type: "phase", phase: { kind: "running" } });
        this.#startLimit();
        break;
      case "partial": {
        const outputs = this.seat.process.transfers.unpack(event.outputs) as Values;
        this.context.emit({ type: "partial", outputs });
        break;
      }
      case "step":
        this.context.emit(event.event);
        break;
    }
  }

  onOutput(stream: "stdout" | "stderr", text: string): void {
    this.context.emit({ type: "log", stream, text });
  }

  async #send(): Promise<Json> {
    const { process } = this.seat;
    const { transfers } = process;
    const values = this.call.type === "draw" ? null : valuesOf(this.call);
    const reply = await process.remote.call(
      {
        id: this.#id,
        call: headOf(this.call),
        values: await transfers.pack(values),
        files: this.context.files,
      },
      this.#abort.signal,
    );
    return transfers.unpack(reply);
  }

  /** Tells the function to end, and ends its process when it does not. */
  #give(cause: StepFailure): void {
    if (this.#cause) return;
    this.#cause = cause;
    this.#abort.abort();
    this.#end = setTimeout(() => void this.seat.kill(this.#id), grace);
  }

  #startLimit(): void {
    const { timeout } = this.context;
    if (timeout === undefined || !this.timeLimits) return;
    this.#limit = setTimeout(
      () =>
        this.#give({
          message: `It took longer than its time limit of ${timeout} s and was ended.`,
          help: "Give the node a larger 'timeout', or none.",
        }),
      timeout * 1000,
    );
  }

  async #failed(error: Error): Promise<AttemptOutcome> {
    if (this.#cause) return { type: "failed", failure: this.#cause };
    const failure = failureIn(error);
    if (failure) return { type: "failed", failure };
    const ending = await this.seat.process.ended;
    const isOther = this.seat.killedFor !== undefined && this.seat.killedFor !== this.#id;
    if (isOther || !this.#started) return { type: "lost", started: this.#started };
    return { type: "failed", failure: endingFailure(ending) };
  }
}

/** The failure that came over the wire, as data of a plain error. */
function failureIn(error: Error & { failure?: StepFailure }): StepFailure | undefined {
  return error instanceof StepError || error.name === "StepError" ? error.failure : undefined;
}

function headOf(call: UserCall): UserCallHead {
  if (call.type === "draw") return call;
  const { type, graph, node } = call;
  return { type, graph, node };
}
