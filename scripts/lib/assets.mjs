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
  await Promise.all([copyLibraryTypes(), copyNodeTypes(), copySql(), writePluginManifest()]);
}

/** The compiler looks for its lib files in its own folder or where an option says: without them it reports nonsense. */
async function copyLibraryTypes() {
  const from = join(modules, "typescript/lib");
  const names = (await readdir(from)).filter((name) => /^lib\..*\.d\.ts$|^lib\.d\.ts$/.test(name));
  await mkdir(join(dist, "lib"), { recursive: true });
  await Promise.all(names.map((name) => copyFile(join(from, name), join(dist, "lib", name))));
}

/** Node's types for workflow files, in the form of a `typeRoots` folder: dist/types/node. */
async function copyNodeTypes() {
  const node = join(dist, "types/node");
  await rm(node, { recursive: true, force: true });
  await copyTypes(join(modules, "@types/node"), node);
  await copyTypes(join(modules, "undici-types"), join(node, "node_modules/undici-types"));
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
  const program = join(dist, "daggr.cjs");
  if (existsSync(program)) await chmod(program, 0o755);
}
