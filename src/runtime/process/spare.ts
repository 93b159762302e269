import type { StartOptions } from "./start.ts";
import { WorkflowProcess } from "./workflow-process.ts";

/** Milliseconds after which a process that was taken is replaced: until then, who took it needs the processor. */
const pause = 150;

/** Keeps one process started, so that neither the first load nor a save need wait for one. */
export class SpareProcess {
  #spare: WorkflowProcess | undefined;
  #refilling: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly options: StartOptions) {}

  /** A process that has loaded nothing yet; whoever takes it says later when there is time to `refill`. */
  take(): WorkflowProcess {
    const spare = this.#spare ?? new WorkflowProcess(this.options);
    this.#spare = undefined;
    return spare;
  }

  prepare(): void {
    if (this.#spare || this.#closed) return;
    const spare = new WorkflowProcess(this.options);
    this.#spare = spare;
    void spare.ended.then(() => {
      if (this.#spare === spare) this.#spare = undefined;
    });
  }

  refill(): void {
    clearTimeout(this.#refilling);
    this.#refilling = setTimeout(() => this.prepare(), pause).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#spare?.kill();
  }
}
