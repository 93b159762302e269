import type { ProcessEvent } from "./protocol.ts";
import type { WorkflowProcess } from "./workflow-process.ts";

export type CallEvent = Extract<ProcessEvent, { type: "started" | "step" | "partial" }>;

/** A call as its process knows it. */
export interface SeatedCall {
  /** Its code runs. */
  readonly begun: boolean;
  onEvent(event: CallEvent): void;
  /** Raw output of the process, where this is the only call in it. */
  onOutput(stream: "stdout" | "stderr", text: string): void;
}

/** A process that has loaded the workflow, and the calls in it. */
export class Seat {
  readonly calls = new Map<number, SeatedCall>();
  /** Asked whether it could take another call. */
  offered = false;
  /** Takes no more calls. */
  spoilt = false;
  /** Ends the process when nothing has needed it for long. */
  idle: NodeJS.Timeout | undefined;
  /** The call for whose sake the process is being killed. */
  killedFor: number | undefined;
  #expected = 0;
  static #next = 1;

  constructor(readonly process: WorkflowProcess) {}

  get isIdle(): boolean {
    return this.calls.size + this.#expected === 0;
  }

  /** A call was given this seat and will sit down. */
  expect(): void {
    this.#expected++;
  }

  sit(call: SeatedCall): number {
    this.#expected--;
    const id = Seat.#next++;
    this.calls.set(id, call);
    return id;
  }

  leave(id: number): void {
    this.calls.delete(id);
  }

  kill(call: number): Promise<void> {
    this.killedFor ??= call;
    this.spoilt = true;
    return this.process.kill();
  }
}
