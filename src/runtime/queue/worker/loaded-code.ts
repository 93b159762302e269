import { failureOf, StepError } from "../../failures/failure.ts";
import { withRelativePlaces } from "../jobs/failure-places.ts";
import type { WorkflowProcesses } from "../../process/load-options.ts";
import type { Generation } from "../../run/workflow-code.ts";
import { codeFolder, type CodeFolder, type CodeFolderOptions } from "../code/code-folder.ts";

/** Versions of workflows whose processes are kept for the next job. */
const largest = 8;

export interface LoadedWorkflow {
  /** The folder of its code. */
  readonly folder: string;
  readonly generation: Generation;
}

/** The versions of workflows that a worker has loaded, by the hash of their manifest. */
export class LoadedCode {
  /** The one used last stands last. */
  readonly #loaded = new Map<string, Promise<LoadedWorkflow>>();

  constructor(
    private readonly processes: WorkflowProcesses,
    private readonly options: CodeFolderOptions,
  ) {}

  /** @throws {StepError} where it cannot be loaded */
  get(hash: string): Promise<LoadedWorkflow> {
    const loading = this.#loaded.get(hash) ?? this.#load(hash);
    this.#loaded.delete(hash);
    this.#loaded.set(hash, loading);
    loading.catch(() => this.#forget(hash, loading));
    for (const [other, old] of this.#loaded) {
      if (this.#loaded.size <= largest) break;
      this.#forget(other, old);
    }
    return loading;
  }

  #forget(hash: string, loading: Promise<LoadedWorkflow>): void {
    if (this.#loaded.get(hash) === loading) this.#loaded.delete(hash);
    loading.then(
      ({ generation }) => generation.retire(),
      () => {},
    );
  }

  /** Jobs share it, so that the end of one does not end it. */
  async #load(hash: string): Promise<LoadedWorkflow> {
    let code: CodeFolder;
    try {
      code = await codeFolder(hash, this.options, new AbortController().signal);
    } catch (error) {
      throw new StepError(failureOf(error));
    }
    const outcome = await this.processes.load(code.file, {
      requests: {
        test: () =>
          Promise.reject(
            new StepError({ message: "node.test() cannot be used in a function that runs on a worker." }),
          ),
      },
    });
    if (outcome.type === "failed") throw new StepError(withRelativePlaces(outcome.failure, code.folder));
    return { folder: code.folder, generation: outcome.generation };
  }
}
