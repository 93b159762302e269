import { setImmediate as turnOfLoop } from "node:timers/promises";
import type { Json, Values } from "../values/value.ts";
import { type StepContext } from "../run/step/step.ts";
import { failureOf, StepError, type StepFailure } from "../failures/failure.ts";
import { ConnectionClosed } from "../rpc/rpc.ts";
import { Deferred } from "./deferred.ts";
import { endingFailure } from "./pool/exit-reasons.ts";
import { Printer } from "./printer.ts";
import type { FunctionCalls, UserCall } from "../run/workflow-code.ts";
import { type WiredInputs, type UserCallHead, valuesOf } from "./protocol.ts";
import type { CallEvent, PooledProcess, RunningCall } from "./pool/pooled-process.ts";

/** Milliseconds between the abort of a function's signal and the end of its process. */
const grace = 250;

export type CallContext = StepContext & {
  readonly timeout?: number;
  readonly files: string;
  readonly functionCalls?: () => FunctionCalls;
};

/** What an attempt needs from the caller. */
export type AttemptContext = Pick<CallContext, "emit" | "timeout" | "files" | "functionCalls">;

export type AttemptOutcome =
  | { readonly type: "done"; readonly result: Json }
  | { readonly type: "failed"; readonly failure: StepFailure }
  /** It was taken out of the queue, or its process ended because of something else: it may run again. */
  | { readonly type: "lost"; readonly started: boolean };

export const stopped: StepFailure = { message: "Stopped." };

export interface AttemptOptions {
  /** Set for calls that run one at a time: it waits in the process's queue. */
  readonly turn?: WiredInputs;
  /** False while debugging: the call may take any time. */
  readonly timeLimits: boolean;
  /** Called when the call has ended in the process. */
  released(): void;
}

/** One attempt to run a call in one process. */
export class Attempt implements RunningCall {
  readonly #outcome = new Deferred<AttemptOutcome>();
  /** What the process prints past the function: programs that it started, and code that lost its context. */
  readonly #printer = new Printer((stream, text) => this.context.emit({ type: "log", stream, text }));
  #id = 0;
  #started = false;
  #cause: StepFailure | undefined;
  #limit: NodeJS.Timeout | undefined;
  #killing: NodeJS.Timeout | undefined;
  #calls: FunctionCalls | undefined;

  constructor(
    private readonly pooled: PooledProcess,
    private readonly call: UserCall,
    private readonly context: AttemptContext,
    private readonly options: AttemptOptions,
  ) {}

  /** Its number in the process, set by `run`. */
  get id(): number {
    return this.#id;
  }

  get started(): boolean {
    return this.#started;
  }

  run(): Promise<AttemptOutcome> {
    void this.#run().then((outcome) => this.#outcome.resolve(outcome));
    return this.#outcome.promise;
  }

  stop(): void {
    this.#cancel(stopped);
  }

  /** Takes the call out of the queue. If it has not started, its outcome is `lost`. */
  recall(): void {
    if (!this.#started) this.pooled.process.recall(this.#id);
  }

  async #run(): Promise<AttemptOutcome> {
    const { pooled } = this;
    this.#id = pooled.begin(this);
    try {
      const result = await this.#send();
      return this.#cause ? { type: "failed", failure: this.#cause } : { type: "done", result };
    } catch (error) {
      return await this.#failed(error as Error);
    } finally {
      clearTimeout(this.#limit);
      clearTimeout(this.#killing);
      this.#calls?.end();
      await outputRead();
      this.#printer.flush();
      pooled.end(this.#id);
      this.options.released();
    }
  }

  onEvent(event: CallEvent): void {
    switch (event.type) {
      case "started":
        this.#started = true;
        // It was stopped, but started before the process heard of it.
        if (this.#cause) return this.#end();
        this.context.emit({ type: "phase", phase: { kind: "running" } });
        this.#startLimit();
        break;
      case "partial": {
        const outputs = this.pooled.process.transfers.unpack(event.outputs) as Values;
        this.context.emit({ type: "partial", outputs });
        break;
      }
      case "step":
        this.context.emit(event.event);
        break;
    }
  }

  nodeCall(node: string, inputs: Readonly<Record<string, Json>>): Promise<Readonly<Record<string, Json>>> {
    if (this.#cause) throw new StepError(this.#cause);
    this.#calls ??= this.context.functionCalls?.();
    if (this.#calls) return this.#calls.call(node, inputs);
    throw new StepError({
      message: `'${node}' cannot be called here: this function is tested by itself, or lists no calls.`,
      help:
        "`context.call(node, inputs)` works in a run, for nodes that the function lists in its option 'calls'. " +
        "To try one node alone, use node.test().",
    });
  }

  onOutput(stream: "stdout" | "stderr", text: string): void {
    this.#printer.print(stream, text);
  }

  async #send(): Promise<Json> {
    const { process } = this.pooled;
    const values = await process.transfers.pack(this.call.type === "draw" ? null : valuesOf(this.call));
    if (this.#cause) throw new StepError(this.#cause);
    return process.call({
      id: this.#id,
      call: headOf(this.call),
      values,
      files: this.context.files,
      turn: this.options.turn,
    });
  }

  /** Asks the function to end, and kills its process if it does not. */
  #cancel(cause: StepFailure): void {
    if (this.#cause) return;
    this.#cause = cause;
    this.#calls?.end();
    if (!this.options.turn || this.#started) return this.#end();
    this.recall();
    // The process may be busy with another call, so its reply is not awaited.
    this.#outcome.resolve({ type: "failed", failure: cause });
  }

  #end(): void {
    this.pooled.process.abort(this.#id);
    this.#killing = setTimeout(() => void this.pooled.kill(this.#id), grace);
  }

  #startLimit(): void {
    const { timeout } = this.context;
    if (timeout === undefined || !this.options.timeLimits) return;
    this.#limit = setTimeout(
      () =>
        this.#cancel({
          message: `It took longer than its time limit of ${timeout} s and was ended.`,
          help: "Give the node a larger 'timeout', or none.",
        }),
      timeout * 1000,
    );
  }

  async #failed(error: Error): Promise<AttemptOutcome> {
    if (this.#cause) return { type: "failed", failure: this.#cause };
    if (error.name === "Recalled") return { type: "lost", started: false };
    if (!(error instanceof ConnectionClosed)) return { type: "failed", failure: failureOf(error) };
    const ending = await this.pooled.process.ended;
    const isOther = this.pooled.killedFor !== undefined && this.pooled.killedFor !== this.#id;
    if (isOther || !this.#started) return { type: "lost", started: this.#started };
    return { type: "failed", failure: endingFailure(ending) };
  }
}

/**
 * Resolves when what was printed before a reply has been read: it comes through another pipe than the reply. The event loop asks which
 * pipes hold something, then reads those. What was printed after it had asked, and before it read the reply, is read in its next turn.
 */
async function outputRead(): Promise<void> {
  await turnOfLoop();
  await turnOfLoop();
}

/** Waits for the outcome of an attempt, and stops the attempt when the signal aborts. */
export async function untilStopped(
  attempt: Attempt,
  outcome: Promise<AttemptOutcome>,
  signal: AbortSignal,
): Promise<AttemptOutcome> {
  const onAbort = () => attempt.stop();
  signal.addEventListener("abort", onAbort);
  if (signal.aborted) onAbort();
  try {
    return await outcome;
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

function headOf(call: UserCall): UserCallHead {
  if (call.type === "draw") return call;
  const { type, graph, node } = call;
  return { type, graph, node };
}
