import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { basename, join } from "node:path";
import typescriptManifest from "typescript/package.json" with { type: "json" };
import { makePrivateFolderSync, writePrivateFileSync } from "../files/private-files.ts";
import type { CompiledModule } from "./module-facts.ts";
import type { EmitOptions } from "./resolve/tsconfig.ts";

/** The bundle that compiles workflows. */
export const compilerBundle = "compile-worker.cjs";

/** What a compiled module depends on apart from its text. Every process that reads the cache must use the same version. */
export function compilerVersion(dist: string): string {
  const { size, mtimeMs } = statSync(join(dist, compilerBundle));
  return `${typescriptManifest.version} ${size}-${Math.round(mtimeMs)}`;
}

/** In milliseconds: after how long an unused module is removed, and how often a use is recorded. */
const keptFor = 30 * 24 * 3600 * 1000;
const notedEvery = 24 * 3600 * 1000;

/**
 * Compiled modules on disk, by content. An entry is never wrong, only unused; emptying the folder costs a compilation.
 */
export class ModuleCache {
  readonly #folder: string;

  /** `compiler` names everything that the output depends on apart from the text. */
  constructor(
    folder: string,
    readonly compiler: string,
  ) {
    this.#folder = join(folder, "modules");
    makePrivateFolderSync(this.#folder);
  }

  /**
   * The file's name decides how it is read and stands in its source map; its folder does not matter.
   * @param options those of the configuration that matter for the module
   */
  keyOf(path: string, text: string, options: EmitOptions = {}): string {
    return createHash("sha256")
      .update(`${this.compiler}\n${basename(path)}\n${JSON.stringify(options)}\n`)
      .update(text)
      .digest("hex")
      .slice(0, 40);
  }

  get(key: string): CompiledModule | undefined {
    const path = this.#pathOf(key);
    try {
      const module = JSON.parse(readFileSync(path, "utf8")) as CompiledModule;
      noteUse(path);
      return module;
    } catch {
      // Not there, or cut off by a crash: it is compiled again.
      return undefined;
    }
  }

  set(module: CompiledModule): void {
    const path = this.#pathOf(module.key);
    const temporary = `${path}.${randomUUID()}`;
    try {
      writePrivateFileSync(temporary, JSON.stringify(module));
      renameSync(temporary, path);
    } catch {
      // A full disk must not keep a workflow from loading.
    }
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${key}.json`);
  }

  /** Removes what was not used for a month. */
  prune(): void {
    const now = Date.now();
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      if (found && now - found.mtimeMs > keptFor) rmSync(path, { force: true });
    }
  }
}

function noteUse(path: string): void {
  const now = new Date();
  if (now.getTime() - statSync(path).mtimeMs > notedEvery) utimesSync(path, now, now);
}
