import type { StartOptions } from "./start-process.ts";
import { WorkflowProcess } from "./workflow-process.ts";

/** Milliseconds after which a process that was taken is replaced: until then, who took it needs the processor. */
const pause = 150;

/** Keeps one process started, so that neither the first load nor a save need wait for one. */
export class StandbyProcess {
  #standby: WorkflowProcess | undefined;
  #refilling: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: StartOptions) {}

  /** A process that has loaded nothing yet; whoever takes it says later when there is time to `refill`. */
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
    this.#refilling = setTimeout(() => this.prepare(), pause).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#standby?.kill();
  }
}
