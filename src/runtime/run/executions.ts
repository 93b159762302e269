import { Execution, type ExecutionListener } from "./execution.ts";
import type { Work } from "./execution-task.ts";

/** What runs on one sheet: one execution per node and key, however many runs wait for it. */
export class Executions {
  readonly #running = new Map<string, Execution>();

  constructor(private readonly listener: ExecutionListener = {}) {}

  /** The running execution of the node and key, else a new one, which the caller joins and then starts by `start`. */
  of(node: string, key: string, work: () => Work): { readonly execution: Execution; start(): void } {
    const id = `${node}\n${key}`;
    const running = this.#running.get(id);
    // One that is being stopped makes nothing; who wants the result now gets an execution of his own.
    if (running && !running.stopped) return { execution: running, start: () => {} };
    const execution = new Execution(work(), this.listener);
    this.#running.set(id, execution);
    execution.onEnd(() => {
      if (this.#running.get(id) === execution) this.#running.delete(id);
    });
    return { execution, start: () => execution.start() };
  }

  /** Stops what runs of a node, or everything; runs that wait for it go on without it. */
  stop(node?: string): void {
    for (const execution of this.#running.values()) {
      if (node === undefined || execution.planNode.name === node) execution.stop();
    }
  }

  get running(): readonly Execution[] {
    return [...this.#running.values()];
  }
}
