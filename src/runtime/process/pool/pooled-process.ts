import type { ProcessEvent } from "../protocol.ts";
import type { WorkflowProcess } from "./workflow-process.ts";

export type CallEvent = Extract<ProcessEvent, { type: "started" | "step" | "partial" }>;

/** A call as its process knows it. */
export interface RunningCall {
  /** Its code runs. */
  readonly started: boolean;
  onEvent(event: CallEvent): void;
  /** Raw output of the process, where this is the only call in it. */
  onOutput(stream: "stdout" | "stderr", text: string): void;
}

/** A process that has loaded the workflow, and the calls in it. */
export class PooledProcess {
  readonly calls = new Map<number, RunningCall>();
  /** Asked whether it could take another call. */
  offered = false;
  /** Takes no more calls. */
  retired = false;
  /** Ends the process when nothing has needed it for long. */
  idle: NodeJS.Timeout | undefined;
  /** The call because of which the process is being killed. */
  killedFor: number | undefined;
  #expected = 0;
  static #next = 1;

  constructor(readonly process: WorkflowProcess) {}

  get isIdle(): boolean {
    return this.calls.size + this.#expected === 0;
  }

  /** A call was given this process and will sit down. */
  reserve(): void {
    this.#expected++;
  }

  begin(call: RunningCall): number {
    this.#expected--;
    const id = PooledProcess.#next++;
    this.calls.set(id, call);
    return id;
  }

  end(id: number): void {
    this.calls.delete(id);
  }

  kill(call: number): Promise<void> {
    this.killedFor ??= call;
    this.retired = true;
    return this.process.kill();
  }
}
