import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { StatementRef } from "../../compile/keys/linked-statements.ts";
import type { CompiledWorkflow } from "../../compile/compile-workflow.ts";

export interface WatchdogData {
  /** Index of the module and number of the unit whose statement runs at load. */
  readonly shared: Int32Array;
  /** Bytes. */
  readonly memoryLimit: number;
  /** Process id of whoever started this process. */
  readonly parent: number;
}

export type WatchdogMessage =
  | {
      readonly type: "loading";
      /** Milliseconds; 0 for none. */
      readonly limit: number;
      /** By index; the lines of their units. */
      readonly modules: readonly { readonly file: string; readonly lines: readonly number[] }[];
    }
  | { readonly type: "loaded" };

/** The watchdog thread, seen from the thread it watches. */
export class Watchdog {
  readonly #shared = new Int32Array(new SharedArrayBuffer(8));
  readonly #indexes = new Map<string, number>();
  readonly #worker: Worker;

  constructor(dist: string, memoryLimit: number) {
    const workerData: WatchdogData = { shared: this.#shared, memoryLimit, parent: process.ppid };
    this.#worker = new Worker(join(dist, "workflow-watchdog.cjs"), { workerData, execArgv: [] });
    this.#worker.unref();
  }

  loading(workflow: CompiledWorkflow, limit: number): void {
    const modules = [...workflow.modules.values()].map(({ path, compiled }) => ({
      file: path,
      lines: compiled.facts.statements.map(({ line }) => line),
    }));
    modules.forEach(({ file }, index) => this.#indexes.set(file, index));
    this.#post({ type: "loading", limit, modules });
  }

  /** Called for each top-level statement: nothing but two stores. */
  readonly at = ({ file, index }: StatementRef): void => {
    Atomics.store(this.#shared, 0, this.#indexes.get(file) ?? 0);
    Atomics.store(this.#shared, 1, index);
  };

  loaded(): void {
    this.#post({ type: "loaded" });
  }

  /** For debugging, where waiting is no fault and a second thread only confuses. */
  stop(): Promise<unknown> {
    return this.#worker.terminate();
  }

  #post(message: WatchdogMessage): void {
    this.#worker.postMessage(message);
  }
}
