// @ts-check
// Bundles every target of the product into dist/. Options: --watch (rebuild on change), --dev (keep names, add source maps),
// --sizes (print the size of every file).
import { statSync } from "node:fs";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import * as esbuild from "esbuild";
import { copyAssets, makeProgramExecutable } from "./lib/assets.mjs";
import { inRoot, root } from "./lib/paths.mjs";
import { targets } from "./lib/targets.mjs";
import { writeDaggrTypes } from "./lib/daggr-types.mjs";

const options = new Set(process.argv.slice(2));
const watch = options.has("--watch");
const dev = watch || options.has("--dev");

/** @type {Set<string>} */
const bundledPackages = new Set();
const results = await Promise.allSettled([copyAssets(), writeDaggrTypes(), ...targets({ dev }).map(build)]);
await makeProgramExecutable();
await writeBundledPackages();

for (const result of results) {
  if (result.status === "fulfilled") continue;
  process.exitCode = 1;
  // esbuild's failures have been printed with their places.
  if (!result.reason?.errors) console.error(result.reason);
}

/** The packages whose code is in the bundles, for the test that compares them with the manifest's `dependencies`. */
async function writeBundledPackages() {
  await mkdir(inRoot("out"), { recursive: true });
  await writeFile(
    inRoot("out", "bundled-packages.json"),
    JSON.stringify([...bundledPackages].sort(), null, 2),
  );
}

/** @param {esbuild.Metafile | undefined} metafile */
function notePackages(metafile) {
  for (const { inputs } of Object.values(metafile?.outputs ?? {})) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const [, name] = /(?:^|.*\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
      if (name && bytesInOutput > 0) bundledPackages.add(name);
    }
  }
}

/** @param {import("./lib/targets.mjs").Target} target */
async function build({ name, options: bundle }) {
  try {
    if (watch) return await (await esbuild.context({ ...bundle, logLevel: "info" })).watch();
    const result = await esbuild.build(bundle);
    await print(name, "warning", result.warnings);
    notePackages(result.metafile);
    const files = Object.keys(result.metafile?.outputs ?? {});
    if (bundle.outdir) await removeOthers(bundle.outdir, files);
    if (options.has("--sizes")) printSizes(files);
  } catch (error) {
    await print(name, "error", /** @type {esbuild.BuildFailure} */ (error).errors ?? []);
    throw error;
  }
}

/** @param {string} name @param {"error" | "warning"} kind @param {esbuild.Message[]} messages */
async function print(name, kind, messages) {
  for (const text of await esbuild.formatMessages(messages, { kind, color: process.stderr.isTTY })) {
    console.error(`${name}: ${text.trimEnd()}`);
  }
}

/**
 * Chunks have a hash in their names, so those of earlier builds stay behind.
 * @param {string} folder @param {string[]} files
 */
async function removeOthers(folder, files) {
  const wanted = new Set(files.map((file) => inRoot(file)));
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (!wanted.has(path)) await rm(path, { recursive: true });
  }
}

/** @param {string[]} files */
function printSizes(files) {
  for (const file of files) {
    const path = inRoot(file);
    console.log(`${(statSync(path).size / 1024).toFixed(1).padStart(9)} KB  ${relative(root, path)}`);
  }
}
