// @ts-check
// esbuild gives a part that is loaded later a stylesheet of its own, which nothing loads. The first one has all of it already.
import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { inRoot } from "./paths.mjs";

/** @param {string} main the file name of the stylesheet that the page loads @returns {import("esbuild").Plugin} */
export const oneStylesheet = (main) => ({
  name: "one-stylesheet",
  setup(build) {
    build.onEnd(async ({ metafile, errors }) => {
      if (!metafile || errors.length) return;
      const { outputs } = metafile;
      const files = Object.keys(outputs).filter((file) => file.endsWith(".css"));
      const first = files.find((file) => basename(file) === main);
      if (!first) throw new Error(`The build made no ${main}.`);
      const has = outputs[first]?.inputs ?? {};
      for (const file of files.filter((other) => other !== first)) {
        const lacks = Object.keys(outputs[file]?.inputs ?? {}).filter((input) => !(input in has));
        if (lacks.length > 0) throw new Error(`${main} lacks the styles of ${lacks.join(", ")}.`);
        await rm(inRoot(file));
        delete outputs[file];
      }
    });
  },
});
