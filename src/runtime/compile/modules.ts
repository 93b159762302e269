import { readFileSync } from "node:fs";
import type { ModuleCache } from "./module-cache.ts";
import { compileModule } from "./emit/compile-module.ts";
import type { CompiledModule } from "./module-facts.ts";

/** Which version of each local module a generation of processes runs: path → key in the cache. */
export type Snapshot = Readonly<Record<string, string>>;

/** The local modules of one workflow: compiled once, then the same for as long as this object lives. */
export class Modules {
  readonly #known = new Map<string, CompiledModule>();

  constructor(
    readonly cache: ModuleCache,
    readonly snapshot: Snapshot = {},
  ) {}

  /** Throws what reading the file throws. */
  get(path: string): CompiledModule {
    let module = this.#known.get(path);
    if (!module) this.#known.set(path, (module = this.#fromSnapshot(path) ?? this.#fromFile(path)));
    return module;
  }

  get paths(): readonly string[] {
    return [...this.#known.keys()];
  }

  /** For further processes of the same generation. */
  takeSnapshot(): Snapshot {
    return Object.fromEntries([...this.#known].map(([path, { key }]) => [path, key]));
  }

  #fromSnapshot(path: string): CompiledModule | undefined {
    const key = this.snapshot[path];
    return key === undefined ? undefined : this.cache.get(key);
  }

  #fromFile(path: string): CompiledModule {
    const text = readFileSync(path, "utf8").replace(/^\uFEFF/, "");
    const key = this.cache.keyOf(path, text);
    const known = this.cache.get(key);
    if (known) return known;
    const module = { key, ...compileModule(path, text) };
    this.cache.set(module);
    return module;
  }
}
