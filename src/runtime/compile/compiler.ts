import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { HelperThread } from "../rpc/helper-thread.ts";
import type { Snapshot } from "./modules.ts";
import { compilerBundle } from "./module-cache.ts";

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

/**
 * Compiles workflows in a thread of the engine, which then find every module in the cache and need no compiler
 * of their own. It starts with the first file and stays warm.
 */
export class Compiler {
  readonly #thread: HelperThread<CompilerCalls>;
  #preparing: NodeJS.Timeout | undefined;

  constructor({ dist, cache }: CompilerStart) {
    const workerData: CompilerStart = { dist, cache };
    this.#thread = new HelperThread(
      () => new Worker(join(dist, compilerBundle), { name: "daggr-compiler", workerData }),
    );
  }

  /** Undefined where it cannot: the process that loads the file finds out why, and says so. */
  async compile(file: string): Promise<Snapshot | undefined> {
    try {
      return await this.#thread.remote.compile({ file });
    } catch {
      return undefined;
    }
  }

  /** Gets ready for a file that is not in the cache, when the present one is on the screen. */
  prepare(): void {
    this.#preparing ??= setTimeout(() => {
      void this.#thread.remoteIfRunning?.prepare(null).catch(() => {});
    }, pause).unref();
  }

  async dispose(): Promise<void> {
    clearTimeout(this.#preparing);
    await this.#thread.end("The compiler was stopped.");
  }
}
