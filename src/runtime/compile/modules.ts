import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { ModuleCache } from "./module-cache.ts";
import { holdsPassword } from "../files/http/address-login.ts";
import { decodeSource, saveAsUtf8, unreadableMessage } from "../text/source-text.ts";
import { compileModule, wholeModule } from "./emit/compile-module.ts";
import { optionsThatMatter } from "./emit/compiler-options.ts";
import { emitOptionsOf } from "./resolve/tsconfig.ts";
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
    if (key === undefined) return undefined;
    const known = this.cache.get(key) ?? this.#fromFile(path);
    if (known.key === key) return known;
    throw new Error(`'${basename(path)}' was changed after this version of the workflow was loaded.`);
  }

  #fromFile(path: string): CompiledModule {
    const bytes = readFileSync(path);
    const source = decodeSource(bytes);
    if (source.kind === "unreadable") {
      const message = unreadableMessage(basename(path), source);
      const errors = [{ message, help: saveAsUtf8, line: source.line, column: 1 }];
      return {
        key: this.cache.keyOf(path, bytes.toString("base64")),
        facts: { ...wholeModule("module"), errors },
      };
    }
    const { text } = source;
    const options = optionsThatMatter(path, text, emitOptionsOf(path));
    const key = this.cache.keyOf(path, text, options);
    const known = this.cache.get(key);
    if (known) return known;
    const module = { key, ...compileModule(path, text, options) };
    // A password is written nowhere but where the person wrote it.
    if (!holdsPassword(text)) this.cache.set(module);
    return module;
  }
}
