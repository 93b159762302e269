import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { builtinModules, createRequire } from "node:module";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { closest, distance } from "fastest-levenshtein";
import { exports as packageExports } from "resolve.exports";
import { codeExtensions } from "./module-format.ts";
import { withoutLink } from "./links.ts";
import { customConditions, mappedPaths } from "./tsconfig.ts";

export type Resolved =
  /** A file of the workspace: compiled by us, watched, and part of the code keys. */
  | {
      readonly kind: "local";
      readonly path: string;
      /** The symbolic link that led to it. */
      readonly link?: string;
    }
  /** From `node_modules`: loaded by Node, in code keys by name and version. */
  | { readonly kind: "package"; readonly id: string }
  | { readonly kind: "builtin"; readonly id: string }
  | {
      readonly kind: "missing";
      readonly message: string;
      readonly help: string;
      readonly candidate?: string;
    };

/** The package that the engine provides, whatever the workspace has installed. */
export const daggrPackage = "daggr";

const builtins = new Set(builtinModules);
/** TypeScript lets one import `./x.js` where the file is `./x.ts`. */
const written: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".jsx"],
  ".jsx": [".tsx"],
  ".mjs": [".mts"],
  ".cjs": [".cts"],
};

export function resolveSpecifier(specifier: string, from: string): Resolved {
  if (specifier === daggrPackage) return { kind: "builtin", id: daggrPackage };
  if (specifier.startsWith("node:") || specifier.startsWith("data:") || builtins.has(specifier)) {
    return { kind: "builtin", id: specifier.replace(/^node:/, "") };
  }
  if (/^\.{0,2}\/|^\.{1,2}$|^file:/.test(specifier)) return resolveFile(specifier, from);
  const mapped = mappedPaths(specifier, from)
    .map(findFile)
    .find((path) => path !== undefined);
  return mapped !== undefined && !isInstalled(mapped) ? localFile(mapped) : resolvePackage(specifier, from);
}

function localFile(found: string): Resolved {
  const path = withoutLink(found);
  return path === found ? { kind: "local", path } : { kind: "local", path, link: found };
}

/** Node takes a relative import for an address, TypeScript for a path; only a name with `%` shows the difference. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function pathOfSpecifier(specifier: string, from: string): string {
  const bare = specifier.replace(/[?#].*$/, "");
  return bare.startsWith("file:") ? fileURLToPath(bare) : resolve(dirname(from), bare);
}

function resolveFile(specifier: string, from: string): Resolved {
  const wanted = pathOfSpecifier(specifier, from);
  const path = findFile(wanted) ?? findFile(decoded(wanted));
  if (path !== undefined) return localFile(path);
  const similar = similarFile(wanted);
  return {
    kind: "missing",
    message: `Cannot find '${specifier}', imported in ${basename(from)}: there is no file ${wanted}.`,
    help: similar ? `Did you mean '${similar}'?` : "Create the file, or correct the path of the import.",
    candidate: extname(wanted) ? wanted : `${wanted}.ts`,
  };
}

/** The file a path stands for: itself, with an extension, as TypeScript writes it, or the index of a folder. */
function findFile(wanted: string): string | undefined {
  if (isFile(wanted)) return wanted;
  const extension = extname(wanted);
  const stem = wanted.slice(0, wanted.length - extension.length);
  const candidates = [
    ...(written[extension] ?? []).map((other) => stem + other),
    ...[...codeExtensions, ".json"].map((other) => wanted + other),
    ...codeExtensions.map((other) => join(wanted, `index${other}`)),
  ];
  return candidates.find(isFile);
}

function resolvePackage(specifier: string, from: string): Resolved {
  const resolved = requireResolve(specifier, from);
  const name = packageName(specifier);
  const folder = packageFolder(name, from);
  const more = customConditions(from);
  // Node's own resolution knows nothing of further conditions.
  const chosen =
    more.length > 0 && folder !== undefined ? linkedEntry(folder, specifier, name, more) : undefined;
  if (chosen !== undefined) return { kind: "local", path: chosen };
  // `#name`, a package's own name, and linked packages of a monorepo lead back to files of the workspace.
  if (resolved !== undefined && !isInstalled(resolved)) return { kind: "local", path: resolved };
  if (folder === undefined) {
    if (resolved !== undefined) return { kind: "package", id: name };
    return specifier.startsWith("#") ? missingSubpath(specifier) : missingPackage(name, from);
  }
  const real = realpathSync(folder);
  const manifest = readManifest(join(real, "package.json"));
  if (!isInstalled(real + sep)) {
    const path = entryOf(manifest, real, specifier.slice(name.length), customConditions(from));
    if (path !== undefined) return { kind: "local", path };
  }
  // Conditions lead to other files of the same version.
  const conditions = customConditions(from).map((one) => ` ${one}`);
  return { kind: "package", id: `${name}@${manifest.version ?? "?"}${conditions.join("")}` };
}

/** The file of a package that is linked from elsewhere in the workspace. */
function linkedEntry(
  folder: string,
  specifier: string,
  name: string,
  conditions: readonly string[],
): string | undefined {
  const real = realpathSync(folder);
  if (isInstalled(real + sep)) return undefined;
  return entryOf(readManifest(join(real, "package.json")), real, specifier.slice(name.length), conditions);
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

/** The entry of a package that Node's `require` does not resolve, because it only has an ES module. */
function entryOf(
  manifest: Manifest,
  folder: string,
  subpath: string,
  more: readonly string[],
): string | undefined {
  if (manifest.exports !== undefined) {
    try {
      const found = packageExports(manifest as { name: string }, `.${subpath}`, {
        conditions: [...more, "import", "node"],
      });
      return found?.map((path) => join(folder, path)).find(isFile);
    } catch {
      return undefined;
    }
  }
  return findFile(join(folder, subpath || (manifest.main ?? "index")));
}

function requireResolve(specifier: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(specifier);
  } catch {
    return undefined;
  }
}

function isInstalled(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`);
}

function packageName(specifier: string): string {
  const parts = specifier.split("/");
  return parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
}

/** `node_modules/name` in one of the folders above a file. */
export function packageFolder(name: string, from: string): string | undefined {
  for (let folder = dirname(from), up = ""; folder !== up; up = folder, folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return candidate;
  }
  return undefined;
}

export function readManifest(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Manifest;
  } catch {
    return {};
  }
}

function missingPackage(name: string, from: string): Resolved {
  return {
    kind: "missing",
    message: `Cannot find the package '${name}', imported in ${basename(from)}.`,
    help: `Install it: npm install ${name}`,
  };
}

function missingSubpath(specifier: string): Resolved {
  return {
    kind: "missing",
    message: `'${specifier}' is not among the "imports" of the nearest package.json.`,
    help: "Add it there, or import the file by its path.",
  };
}

function similarFile(wanted: string): string | undefined {
  try {
    const names = readdirSync(dirname(wanted)).filter((name) => /\.([cm]?[jt]sx?|json)$/.test(name));
    const near = names.length > 0 ? closest(basename(wanted), names) : undefined;
    const stem = (name: string) => name.replace(/\.[^.]+$/, "");
    const isNear = near !== undefined && distance(stem(near), stem(basename(wanted))) <= 2;
    return isNear ? `./${near}` : undefined;
  } catch {
    return undefined;
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
