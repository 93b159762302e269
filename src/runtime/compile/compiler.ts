import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Rpc } from "../protocol/rpc.ts";
import { workerWire } from "../protocol/wires.ts";
import type { Snapshot } from "./modules.ts";
import { compilerBundle } from "./version.ts";

export interface CompilerStart {
  /** Folder of the bundles. */
  readonly dist: string;
  /** Folder of compiled modules. */
  readonly cache: string;
}

/** What the compiler's thread answers. */
export type CompilerCalls = {
  /** Compiles a workflow with its local modules into the cache. Throws what reading the file throws. */
  compile(workflow: { readonly file: string }): Snapshot;
  /** Loads what the next compilation needs. */
  prepare(nothing: null): void;
};

/** Milliseconds. */
const pause = 1000;

type CompilerRpc = Rpc<CompilerCalls, Record<never, never>>;

/**
 * Compiles workflows in a thread beside the workflow processes, which then find every module in the cache and need no compiler
 * of their own. It starts with the first file and stays warm.
 */
export class Compiler {
  #worker: Worker | undefined;
  #rpc: CompilerRpc | undefined;
  #preparing: NodeJS.Timeout | undefined;

  constructor(private readonly start: CompilerStart) {}

  /** Undefined where it cannot: the process that loads the file finds out why, and says so. */
  async compile(file: string): Promise<Snapshot | undefined> {
    try {
      return await this.#remote().compile({ file });
    } catch {
      return undefined;
    }
  }

  /** Gets ready for a file that is not in the cache, when the present one is on the screen. */
  prepare(): void {
    this.#preparing ??= setTimeout(() => {
      void this.#rpc?.remote.prepare(null).catch(() => {});
    }, pause).unref();
  }

  async dispose(): Promise<void> {
    clearTimeout(this.#preparing);
    this.#rpc?.dispose("The compiler was stopped.");
    await this.#worker?.terminate();
  }

  #remote(): CompilerRpc["remote"] {
    if (!this.#rpc) {
      const { dist, cache } = this.start;
      const worker = new Worker(join(dist, compilerBundle), {
        name: "daggr-compiler",
        workerData: { dist, cache } satisfies CompilerStart,
      });
      this.#worker = worker;
      this.#rpc = new Rpc(workerWire(worker), {});
      // A listener for messages keeps the process alive; this has to come after it.
      worker.unref();
      worker.once("exit", () => {
        if (this.#worker === worker) this.#rpc = this.#worker = undefined;
      });
    }
    return this.#rpc.remote;
  }
}
