import type { StartOptions } from "./start-process.ts";
import { WorkflowProcess } from "./workflow-process.ts";

/** Milliseconds from `refill` to the start of the next process, so that the start does not slow down current work: drawing what was loaded. */
const refillDelay = 1000;

/** Keeps one process started, so that a load does not wait for a process to start. */
export class StandbyProcess {
  #standby: WorkflowProcess | undefined;
  #refilling: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: StartOptions) {}

  /** Returns a process that has loaded nothing. The caller calls `refill` when its own urgent work is done. */
  take(): WorkflowProcess {
    const standby = this.#standby ?? new WorkflowProcess(this.options);
    this.#standby = undefined;
    return standby;
  }

  prepare(): void {
    if (this.#standby || this.#closed) return;
    const standby = new WorkflowProcess(this.options);
    this.#standby = standby;
    void standby.ended.then(() => {
      if (this.#standby === standby) this.#standby = undefined;
    });
  }

  refill(): void {
    clearTimeout(this.#refilling);
    this.#refilling = setTimeout(() => this.prepare(), refillDelay).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#standby?.kill();
  }
}
