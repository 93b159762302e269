// @ts-check
// What goes into dist/ as it is.
import { existsSync } from "node:fs";
import { chmod, copyFile, cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { inRoot } from "./paths.mjs";

const modules = inRoot("node_modules");
const dist = inRoot("dist");

/** Copies the assets, and writes what is small enough to be written here. */
export async function copyAssets() {
  await mkdir(join(dist, "types"), { recursive: true });
  await Promise.all([
    copyLibraryTypes(),
    copyNodeTypes(),
    copySql(),
    copyLaunchers(),
    copyDocs(),
    writePluginManifest(),
  ]);
}

/** The compiler looks for its lib files in its own folder or where an option says: without them it reports nonsense. */
async function copyLibraryTypes() {
  const from = join(modules, "typescript/lib");
  const names = (await readdir(from)).filter((name) => /^lib\..*\.d\.ts$|^lib\.d\.ts$/.test(name));
  await mkdir(join(dist, "lib"), { recursive: true });
  await Promise.all(names.map((name) => copyFile(join(from, name), join(dist, "lib", name))));
}

/** Node's types for workflow files, as packages beside `daggr.d.ts`, where its `/// <reference types="node" />` finds them. */
async function copyNodeTypes() {
  const packages = join(dist, "types/node_modules");
  await rm(packages, { recursive: true, force: true });
  for (const name of ["@types/node", "undici-types"])
    await copyTypes(join(modules, name), join(packages, name));
}

/** @param {string} from @param {string} to */
async function copyTypes(from, to) {
  await cp(from, to, {
    recursive: true,
    filter: (path) =>
      !/\.[a-z0-9]+$/i.test(path.slice(from.length)) || /\.d\.[cm]?ts$|package\.json$|LICENSE$/.test(path),
  });
}

async function copySql() {
  await copyFile(join(modules, "sql.js/dist/sql-wasm.wasm"), join(dist, "sql-wasm.wasm"));
}

/** What starts the program. In VS Code's terminals it is the folder `bin`, which the extension puts on their PATH. */
async function copyLaunchers() {
  await copyFile(inRoot("src/terminal/daggr.cjs"), join(dist, "daggr.cjs"));
  await cp(inRoot("src/terminal/launchers"), join(dist, "bin"), { recursive: true });
}

/** What assistants read: by the tool `guide`, as resources, and the skill, whose folder has to have its name. */
async function copyDocs() {
  await mkdir(join(dist, "docs"), { recursive: true });
  for (const name of ["reference.md", "components.md", "rules.md"])
    await copyFile(inRoot("docs", name), join(dist, "docs", name));
  await mkdir(join(dist, "skills", "daggr"), { recursive: true });
  await copyFile(inRoot("docs", "skill.md"), join(dist, "skills", "daggr", "SKILL.md"));
}

/** TypeScript's server finds the plugin as a package. */
async function writePluginManifest() {
  const folder = join(modules, "daggr-typescript-plugin");
  const { version, license } = JSON.parse(await readFile(inRoot("package.json"), "utf8"));
  await mkdir(folder, { recursive: true });
  const manifest = { name: "daggr-typescript-plugin", version, license, main: "index.js", type: "commonjs" };
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The terminal program is started by its name. */
export async function makeProgramExecutable() {
  for (const program of ["daggr.cjs", "bin/daggr"])
    if (existsSync(join(dist, program))) await chmod(join(dist, program), 0o755);
}
