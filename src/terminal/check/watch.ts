import { dirname, relative, sep } from "node:path";
import { watch, type FSWatcher } from "chokidar";
import { printNote } from "../output.ts";

/** What changes diagnostics: code, and what decides how it is compiled. */
const watched = /\.[cm]?[jt]sx?$|(^|[\\/])(package|[tj]sconfig[\w.-]*)\.json$/;
const passedOver = /(^|[\\/])(node_modules|\.[^\\/]+)([\\/]|$)/;

/** Milliseconds in which changes count as one: a program may save many files at once. */
const pause = 100;

/** Tells which files changed: in folders with all that is in them, and beside files. Made first, so that no change is missed. */
export class Watch {
  readonly #changed = new Set<string>();
  readonly #deep: FSWatcher;
  /** A file's folder is watched, not the file: editors save by putting another file in its place. */
  readonly #beside: FSWatcher;
  #wake = () => {};

  constructor(
    folders: readonly string[],
    private readonly stop: AbortSignal,
  ) {
    this.#deep = watch([...folders], {
      ignoreInitial: true,
      ignored: (path, stats) => {
        const folder = folders.find((one) => path === one || path.startsWith(one + sep)) ?? path;
        return passedOver.test(relative(folder, path)) || isOther(path, stats);
      },
    });
    this.#beside = watch([], { ignoreInitial: true, depth: 0, ignored: isOther });
    for (const watcher of [this.#deep, this.#beside]) {
      watcher.on("error", (error) => printNote(`Some changes may not be seen: ${String(error)}`));
      watcher.on("all", (_event, path) => {
        this.#changed.add(path);
        this.#wake();
      });
    }
    stop.addEventListener("abort", () => this.#wake());
  }

  follow(files: readonly string[]): void {
    this.#beside.add([...new Set(files.map((file) => dirname(file)))]);
  }

  /** The files that changed since it was asked last, once there are any; none when it is to stop. */
  async changes(): Promise<readonly string[]> {
    if (this.#changed.size === 0 && !this.stop.aborted)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.stop.aborted) return [];
    await new Promise((resolve) => setTimeout(resolve, pause));
    const paths = [...this.#changed];
    this.#changed.clear();
    return paths;
  }

  async close(): Promise<void> {
    await Promise.all([this.#deep.close(), this.#beside.close()]);
  }
}

function isOther(path: string, stats: { isFile(): boolean } | undefined): boolean {
  return stats?.isFile() === true && !watched.test(path);
}
