import type { StartOptions } from "./start.ts";
import { WorkflowProcess } from "./workflow-process.ts";

/** Keeps one process started and warm, so that a save need not wait for one. */
export class SpareProcess {
  #spare: WorkflowProcess | undefined;
  #closed = false;

  constructor(private readonly options: StartOptions) {}

  /** A process that has loaded nothing yet; whoever takes it says later when there is time to `prepare` the next. */
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

  async close(): Promise<void> {
    this.#closed = true;
    await this.#spare?.kill();
  }
}
