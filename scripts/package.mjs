// @ts-check
// `npm run package`: builds, and packs the extension to daggr-VERSION.vsix in the repository's root. `--built`: dist/ is new.
import { existsSync, statSync } from "node:fs";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { installDependencies } from "./lib/npm.mjs";
import { inRoot, root } from "./lib/paths.mjs";
import { run } from "./lib/run.mjs";

const megabyte = 1024 * 1024;
const limit = 6 * megabyte;

await installDependencies();
if (!process.argv.includes("--built")) {
  await run(process.execPath, ["scripts/build.mjs"], { cwd: root, what: "npm run build" });
}

const manifest = JSON.parse(await readFile(inRoot("package.json"), "utf8"));
const folder = inRoot("out", "package");
const file = inRoot(`daggr-${manifest.version}.vsix`);
await stage();
await rm(file, { force: true });
const { createVSIX } = await import("@vscode/vsce");
// Links of the README stay relative: its pictures are in the package.
await createVSIX({
  cwd: folder,
  packagePath: file,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});

const { size } = statSync(file);
console.log(`${file}: ${(size / megabyte).toFixed(2)} MB`);
if (size >= limit) {
  console.error(`The package must be under ${limit / megabyte} MB.`);
  process.exitCode = 1;
}

/**
 * vsce takes from node_modules only what is a production dependency. The plugin for TypeScript's server must be there, but
 * is made by the build and known to no registry; so the package is put together in a folder of its own, whose manifest
 * names it.
 */
async function stage() {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const plugin = "node_modules/daggr-typescript-plugin";
  const parts = [
    ".vscodeignore",
    "README.md",
    "CHANGELOG.md",
    "LICENSE",
    "media",
    "syntaxes",
    "dist",
    plugin,
  ];
  for (const part of [...parts, "package.nls.json"]) {
    if (!existsSync(inRoot(part))) throw new Error(`The package needs ${part}, which is missing.`);
    // Source maps may be left from a build for debugging.
    await cp(inRoot(part), `${folder}/${part}`, {
      recursive: true,
      filter: (path) => !path.endsWith(".map"),
    });
  }
  const { devDependencies: _, scripts: __, allowScripts: ___, bin: ____, ...kept } = manifest;
  const dependencies = { "daggr-typescript-plugin": manifest.version };
  await writeFile(`${folder}/package.json`, JSON.stringify({ ...kept, dependencies }, null, 2));
}
