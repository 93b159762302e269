import { Execution, type ExecutionListener } from "./execution.ts";
import type { ExecutionTask } from "./execution-task.ts";

/** The running executions of one sheet: one per node and key, shared by all runs that wait for it. */
export class Executions {
  readonly #running = new Map<string, Execution>();

  constructor(private readonly listener: ExecutionListener = {}) {}

  /** The running execution of the node and key, or a new one. The caller joins it and then calls `start`. */
  of(node: string, key: string, work: () => ExecutionTask): { readonly execution: Execution; start(): void } {
    const id = `${node}\n${key}`;
    const running = this.#running.get(id);
    // An execution that is being stopped has no result, so a new one is made.
    if (running && !running.stopped) return { execution: running, start: () => {} };
    const execution = new Execution(work(), this.listener);
    this.#running.set(id, execution);
    execution.onEnd(() => {
      if (this.#running.get(id) === execution) this.#running.delete(id);
    });
    return { execution, start: () => execution.start() };
  }

  /** Stops the executions of a node, or all of them. Runs that wait for them continue with their other nodes. */
  stop(node?: string): void {
    for (const execution of this.#running.values()) {
      if (node === undefined || execution.planNode.name === node) execution.stop();
    }
  }

  get running(): readonly Execution[] {
    return [...this.#running.values()];
  }
}
