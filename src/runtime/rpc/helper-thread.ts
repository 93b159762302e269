import type { Worker } from "node:worker_threads";
import { Rpc, type Calls } from "./rpc.ts";
import { workerWire } from "./wires.ts";

/**
 * A thread that only answers calls. It starts with the first one, starts again when it has ended, and does not keep the
 * process alive.
 */
export class HelperThread<Theirs extends Calls> {
  readonly #start: () => Worker;
  #running: { readonly worker: Worker; readonly rpc: Rpc<Theirs, Record<never, never>> } | undefined;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  get remote(): Rpc<Theirs, Record<never, never>>["remote"] {
    return (this.#running ??= this.#begin()).rpc.remote;
  }

  /** The remote if the thread is running; this does not start it. */
  get remoteIfRunning(): Rpc<Theirs, Record<never, never>>["remote"] | undefined {
    return this.#running?.rpc.remote;
  }

  /** Rejects what is pending, for `reason`. The next call starts it again. */
  async end(reason: string): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    running?.rpc.dispose(reason);
    await running?.worker.terminate();
  }

  #begin() {
    const worker = this.#start();
    const running = { worker, rpc: new Rpc<Theirs, Record<never, never>>(workerWire(worker), {}) };
    // Adding the message listener (in `Rpc`) keeps the process alive again, so `unref` must come after it.
    worker.unref();
    worker.once("exit", () => {
      if (this.#running === running) this.#running = undefined;
    });
    return running;
  }
}
