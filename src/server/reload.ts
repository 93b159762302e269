import { dirname } from "node:path";
import { watch, type FSWatcher } from "chokidar";
import type { ServedWorkflow } from "./workflow.ts";

/** What decides how a workflow loads, in addition to its modules. */
const settingsFiles = /(^|[\\/])(\.env|package\.json|[tj]sconfig[\w.-]*\.json)$/;
const codeFiles = /\.[cm]?[jt]sx?$/;

/** Loads the workflow again when its file, a local import or a settings file is saved, so that every open page redraws. */
export class Reload {
  readonly #watcher: FSWatcher;
  #folders = new Set<string>();

  constructor(
    private readonly workflow: ServedWorkflow,
    private readonly log: (text: string) => void,
  ) {
    const { file } = workflow;
    this.#watcher = watch([], {
      ignoreInitial: true,
      depth: 0,
      // A folder is watched, not its files one by one: editors save by putting another file in place.
      ignored: (path, stats) =>
        stats?.isFile() === true && !codeFiles.test(path) && !settingsFiles.test(path),
    });
    this.#watcher.on("all", (_event, path) => void this.#changed(path));
    this.#watcher.on("error", (error) => this.log(`A change of a file may go unnoticed: ${String(error)}`));
    this.#watch([file]);
  }

  /** The modules of the workflow as they were loaded last. */
  async followModules(): Promise<void> {
    const session = await this.workflow.graph({ user: undefined });
    this.#watch(session.code.files);
  }

  async close(): Promise<void> {
    await this.#watcher.close();
  }

  async #changed(path: string): Promise<void> {
    try {
      const engine = await this.workflow.started;
      await engine.saved({ paths: [path] });
      await this.followModules();
      await this.workflow.tellProblem();
    } catch (error) {
      this.log(`The workflow could not be loaded again: ${String(error)}`);
    }
  }

  #watch(files: readonly string[]): void {
    const folders = new Set(files.map((file) => dirname(file)));
    const more = [...folders].filter((folder) => !this.#folders.has(folder));
    this.#folders = new Set([...this.#folders, ...more]);
    if (more.length > 0) this.#watcher.add(more);
  }
}
