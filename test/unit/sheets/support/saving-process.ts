import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { MediaFolder } from "../../../../src/runtime/files/media-folder.ts";
import { filesIn } from "../../../../src/runtime/values/value.ts";
import type { LocalStore } from "../../../../src/runtime/sheets/local-store.ts";
import { open, UNLIMITED, wasm } from "./make.ts";
import { GRAPH } from "./session.ts";

/** Bundles a program of this folder, so that starting it costs little. Gives its path. */
export async function bundleProgram(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    define: { __dirname: JSON.stringify(folder) },
  });
  return outfile;
}

/** What processes said was saved. */
export class SaidSaved {
  readonly inputs = new Set<string>();
  readonly results = new Set<string>();

  get count(): number {
    return this.inputs.size + this.results.size;
  }

  note(line: string): void {
    const [what, key] = line.split(" ") as [string, string];
    assert.notEqual(what, "notice", `nothing is damaged: ${line}`);
    if (what === "input") this.inputs.add(key);
    if (what === "result") this.results.add(key);
  }

  /** All of it is there. */
  async check(store: LocalStore, folder: string, hint: string): Promise<void> {
    assert.deepEqual(store.notices, [], hint);
    const [sheet] = await store.openGraph(GRAPH);
    const loaded = await store.loadSheet(sheet!.id);
    for (const key of this.inputs)
      assert.equal(loaded.state.inputs[key], `value of ${key}`, `${hint}: ${key}`);
    const kept = new Set(loaded.summaries["draw"]?.map(({ id }) => id));
    for (const key of this.results) assert.ok(kept.has(key), `${hint}: ${key}`);
    const media = new MediaFolder(join(folder, "media"));
    for (const key of [...this.results].slice(-20)) {
      const record = await store.loadResult(sheet!.id, key);
      for (const file of filesIn(record!.outputs)) assert.ok(await media.has(file), `${hint}: ${file.name}`);
    }
  }

  /** The same, by a store that is opened for it. */
  async checkFolder(folder: string, hint: string): Promise<void> {
    const store = await open(folder, { limits: UNLIMITED });
    await this.check(store, folder, hint);
    await store.close();
  }
}

/** A process that saves without pause (see `saver.ts`). */
export class SavingProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<NodeJS.Signals | null>;
  #said = "";
  #waiting: (() => void)[] = [];

  constructor(program: string, folder: string, name: string) {
    this.#child = spawn(process.execPath, [program, folder, name, wasm], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.#said += text;
      for (const tell of this.#waiting.splice(0)) tell();
    });
    this.#ended = new Promise((resolve) => this.#child.on("close", (_code, signal) => resolve(signal)));
  }

  /** The whole lines that it said so far. */
  get lines(): string[] {
    return this.#said.split("\n").slice(0, -1);
  }

  /** Resolves when it has printed that many lines, or ended. */
  async saying(lines: number): Promise<void> {
    while (this.lines.length < lines) {
      const more = new Promise<"more">((resolve) => this.#waiting.push(() => resolve("more")));
      if ((await Promise.race([more, this.#ended])) !== "more") return;
    }
  }

  /** Ends it; gives the signal that did. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<NodeJS.Signals | null> {
    this.#child.kill(signal);
    return this.#ended;
  }
}
