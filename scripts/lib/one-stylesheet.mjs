// @ts-check
// esbuild gives a part that is loaded later a stylesheet of its own, which nothing loads. They are small: all go into the
// first one.
import { appendFile, readFile, rm } from "node:fs/promises";
import { basename } from "node:path";
import { inRoot } from "./paths.mjs";

/** @param {string} main the file name of the stylesheet that the page loads @returns {import("esbuild").Plugin} */
export const oneStylesheet = (main) => ({
  name: "one-stylesheet",
  setup(build) {
    build.onEnd(async ({ metafile, errors }) => {
      if (!metafile || errors.length) return;
      const files = Object.keys(metafile.outputs).filter((file) => file.endsWith(".css"));
      const first = files.find((file) => basename(file) === main);
      if (!first) throw new Error(`The build made no ${main}.`);
      for (const file of files.filter((other) => other !== first)) {
        await appendFile(inRoot(first), await readFile(inRoot(file)));
        await rm(inRoot(file));
        delete metafile.outputs[file];
      }
    });
  },
});
