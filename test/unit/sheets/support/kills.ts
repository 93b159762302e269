import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { MediaFolder } from "../../../../src/runtime/files/media-folder.ts";
import { filesIn } from "../../../../src/runtime/graph/value.ts";
import { open, UNLIMITED, wasm } from "./make.ts";
import { GRAPH } from "./session.ts";

/**
 * Starts processes that save without pause, one or two at a time on the same sheet, kills them at a random moment, and
 * looks whether everything is there that any of them, now or before, said was saved. Gives the number of such saves.
 */
export async function killWhileSaving(
  kills: number,
  log: (line: string) => void = () => {},
): Promise<number> {
  const root = mkdtempSync(join(tmpdir(), "daggr-kill-"));
  try {
    const program = await bundle(root);
    const folder = join(root, "sheets");
    const inputs = new Set<string>();
    const results = new Set<string>();
    for (let kill = 0; kill < kills;) {
      const writers = Math.min(kills - kill, kill % 3 === 2 ? 2 : 1);
      const names = Array.from({ length: writers }, (_, index) => `w${kill + index}`);
      const lines = (await Promise.all(names.map((name) => saveUntilKilled(program, folder, name)))).flat();
      kill += writers;
      for (const line of lines) {
        const [what, key] = line.split(" ") as [string, string];
        assert.notEqual(what, "notice", `a kill damages nothing: ${line}`);
        if (what === "input") inputs.add(key);
        if (what === "result") results.add(key);
      }
      await check(folder, inputs, results, `after ${kill} kills`);
      if (kill % 50 < writers) log(`${kill} kills, ${inputs.size + results.size} saves, nothing lost`);
    }
    return inputs.size + results.size;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function bundle(root: string): Promise<string> {
  const outfile = join(root, "saver.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("saver.ts", import.meta.url))],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    define: { __dirname: JSON.stringify(root) },
  });
  return outfile;
}

/** The whole lines that a process said until it was killed. */
async function saveUntilKilled(program: string, folder: string, name: string): Promise<string[]> {
  const child = spawn(process.execPath, [program, folder, name, wasm], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    // The first save starts the clock: a process that was killed before says nothing about the store.
    if (said === "") setTimeout(() => child.kill("SIGKILL"), Math.random() ** 2 * 400);
    said += text;
  });
  const signal = await new Promise((resolve) => child.on("close", (_code, signal) => resolve(signal)));
  assert.equal(signal, "SIGKILL", `${name} ended by itself: ${said.slice(-500)}`);
  return said.split("\n").slice(0, -1);
}

async function check(folder: string, inputs: Set<string>, results: Set<string>, hint: string): Promise<void> {
  const store = await open(folder, { limits: UNLIMITED });
  assert.deepEqual(store.notices, [], hint);
  const [sheet] = await store.openGraph(GRAPH);
  const loaded = await store.loadSheet(sheet!.id);
  for (const key of inputs) assert.equal(loaded.state.inputs[key], `value of ${key}`, `${hint}: ${key}`);
  const kept = new Set(loaded.summaries["draw"]?.map(({ id }) => id));
  for (const key of results) assert.ok(kept.has(key), `${hint}: ${key}`);
  const media = new MediaFolder(join(folder, "media"));
  for (const key of [...results].slice(-20)) {
    const record = await store.loadResult(sheet!.id, key);
    for (const file of filesIn(record!.outputs)) assert.ok(await media.has(file), `${hint}: ${file.name}`);
  }
  await store.close();
}
