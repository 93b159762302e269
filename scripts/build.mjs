// @ts-check
// Bundles every target of the product into dist/. `--watch` rebuilds on change, `--dev` keeps names and adds source maps.
import { cp, mkdir } from "node:fs/promises";
import * as esbuild from "esbuild";
import sveltePlugin from "esbuild-svelte";

const watch = process.argv.includes("--watch");
const dev = watch || process.argv.includes("--dev");

/** @type {esbuild.BuildOptions} */
const common = {
  bundle: true,
  minify: !dev,
  sourcemap: dev ? "linked" : false,
  logLevel: "warning",
  legalComments: "none",
};

/** @type {esbuild.BuildOptions} */
const node = {
  ...common,
  platform: "node",
  target: "node20",
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  // The compiler is one file of its own, loaded on first use and shared by every bundle that needs it.
  external: ["vscode", "./typescript.cjs", "./inference.cjs"],
};

/** @type {esbuild.BuildOptions[]} */
const targets = [{ ...node, entryPoints: { extension: "src/extension/extension.ts" }, outdir: "dist" }];

for (const target of targets) {
  if (watch) await (await esbuild.context(target)).watch();
  else await esbuild.build(target);
}
