import { InFlight } from "../../rpc/in-flight.ts";
import type { Json } from "../../values/value.ts";
import type { ProcessEvent } from "../protocol.ts";
import type { WorkflowProcess } from "./workflow-process.ts";

export type CallEvent = Extract<ProcessEvent, { type: "started" | "step" | "partial" }>;

/** A call that runs in a process. */
export interface RunningCall {
  /** Whether its code has started. */
  readonly started: boolean;
  onEvent(event: CallEvent): void;
  /** Its function calls a node. Rejects with `StepError`. */
  nodeCall(node: string, inputs: Readonly<Record<string, Json>>): Promise<Readonly<Record<string, Json>>>;
  /** Receives the raw output of the process if this is the only call in it. */
  onOutput(stream: "stdout" | "stderr", text: string): void;
}

/** A process that has loaded the workflow, and the calls in it. */
export class PooledProcess {
  readonly calls = new InFlight<RunningCall>();
  /** Whether it was asked to take another call and has not replied. */
  offered = false;
  /** Whether it takes no more calls. */
  retired = false;
  /** Timer that ends the process if it stays idle. */
  idle: NodeJS.Timeout | undefined;
  /** The call because of which the process is being killed. */
  killedFor: number | undefined;
  #expected = 0;
  static #next = 1;

  constructor(readonly process: WorkflowProcess) {}

  get isIdle(): boolean {
    return this.calls.size + this.#expected === 0;
  }

  /** Reserves the process for a call that will `begin` soon. */
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
