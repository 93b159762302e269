// @ts-check
// What the scripts of a page import is listed, so that a page can bring along what it needs first, or all that it needs.
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { inRoot } from "./paths.mjs";

/** @typedef {import("esbuild").Metafile["outputs"]} Outputs */

/**
 * @param {string} main the script that the page loads
 * @param {string} list the file that lists for each view what has to be there before it is drawn
 * @param {string} all the file that tells of every script what it imports, at once and on first use
 * @param {Readonly<Record<string, string>>} views the source of each view, which the main script loads when it is wanted
 * @returns {import("esbuild").Plugin}
 */
export const staticChunks = (main, list, all, views) => ({
  name: "static-chunks",
  setup(build) {
    build.onEnd(async ({ metafile, errors }) => {
      if (!metafile || errors.length) return;
      const { outputs } = metafile;
      const first = Object.keys(outputs).find((file) => basename(file) === main);
      if (!first) throw new Error(`The build made no ${main}.`);
      const lists = Object.entries(views).map(([view, source]) => {
        const script = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === source);
        return [view, importedBy([first, ...(script ? [script] : [])], outputs)];
      });
      const chunks = describe(outputs);
      for (const [name, content] of [
        [list, Object.fromEntries(lists)],
        [all, chunks],
      ]) {
        const text = JSON.stringify(content);
        const file = join(dirname(first), String(name));
        await writeFile(inRoot(file), text);
        outputs[file] = { bytes: text.length, inputs: {}, imports: [], exports: [] };
      }
    });
  },
});

/** What some scripts import, with all of them but the first. @param {string[]} scripts @param {Outputs} outputs */
function importedBy([first = "", ...others], outputs) {
  const found = new Set([first, ...others]);
  for (const file of found) {
    for (const name of imported(outputs[file], "import-statement")) found.add(join(dirname(first), name));
  }
  found.delete(first);
  return [...found].map((file) => basename(file)).sort();
}

/** @param {Outputs} outputs */
function describe(outputs) {
  const scripts = Object.entries(outputs).filter(([file]) => file.endsWith(".js"));
  return Object.fromEntries(
    scripts.map(([file, output]) => {
      const { entryPoint } = output;
      const view = entryPoint?.endsWith(".svelte") ? basename(entryPoint, ".svelte") : undefined;
      const imports = imported(output, "import-statement");
      return [basename(file), { view, imports, later: imported(output, "dynamic-import") }];
    }),
  );
}

/** @param {Outputs[string] | undefined} output @param {import("esbuild").ImportKind} wanted */
function imported(output, wanted) {
  const imports = (output?.imports ?? []).filter(({ kind, external }) => kind === wanted && !external);
  return imports.map(({ path }) => basename(path));
}
