// @ts-check
// What a script imports from its start is listed, so that a page can bring all of it along.
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { inRoot } from "./paths.mjs";

/** @param {string} main the script that the page loads @param {string} list the file that lists what it imports @returns {import("esbuild").Plugin} */
export const staticChunks = (main, list) => ({
  name: "static-chunks",
  setup(build) {
    build.onEnd(async ({ metafile, errors }) => {
      if (!metafile || errors.length) return;
      const first = Object.keys(metafile.outputs).find((file) => basename(file) === main);
      if (!first) throw new Error(`The build made no ${main}.`);
      const found = new Set([first]);
      for (const file of found) {
        for (const { path, kind } of metafile.outputs[file]?.imports ?? []) {
          if (kind === "import-statement") found.add(path);
        }
      }
      found.delete(first);
      const text = JSON.stringify([...found].map((file) => basename(file)).sort());
      await writeFile(inRoot(join(dirname(first), list)), text);
      metafile.outputs[join(dirname(first), list)] = {
        bytes: text.length,
        inputs: {},
        imports: [],
        exports: [],
      };
    });
  },
});
