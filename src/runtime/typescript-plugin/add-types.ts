import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { applyEdits, modify } from "jsonc-parser";
import { typescript } from "../typescript.ts";

/** What was changed in a workspace. */
export interface AddedTypes {
  /** Path of the configuration that now knows `daggr`. */
  readonly config: string;
  /** Whether there was none before. */
  readonly created: boolean;
  /** Folder of the types. */
  readonly types: string;
}

const ownFolder = ".daggr/types";

/**
 * Makes `import … from "daggr"` resolve in editors and compilers that load no plugin (TypeScript 7, other editors, `tsc`): puts
 * the types into the workspace and names them in its tsconfig.json. Called again, it brings the types up to date.
 *
 * @param folder of the workspace
 * @param from the extension's folder of `daggr.d.ts`, and of Node's types in its `node_modules`
 */
export async function addTypes(folder: string, from: string): Promise<AddedTypes> {
  const types = join(folder, ownFolder);
  await mkdir(types, { recursive: true });
  await cp(join(from, "daggr.d.ts"), join(types, "daggr.d.ts"));
  // As packages, so that `/// <reference types="node" />` in `daggr.d.ts` finds them without any option.
  if (!hasNodeTypes(folder))
    await cp(join(from, "node_modules"), join(types, "node_modules"), { recursive: true });

  const config = join(folder, "tsconfig.json");
  const created = !existsSync(config);
  const text = created ? newConfig : await readFile(config, "utf8");
  await writeFile(config, withPath(config, text));
  return { config, created, types };
}

/** Where a lookup that starts at the types also finds them. */
function hasNodeTypes(folder: string): boolean {
  for (let at = folder, below = ""; at !== below; below = at, at = dirname(at)) {
    if (existsSync(join(at, "node_modules/@types/node"))) return true;
  }
  return false;
}

const newConfig = `${JSON.stringify(
  {
    compilerOptions: {
      target: "es2022",
      module: "esnext",
      moduleResolution: "bundler",
      strict: true,
      noEmit: true,
      allowJs: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
    },
  },
  null,
  2,
)}\n`;

/** A configuration with the path of `daggr`. Comments and everything else stay. */
function withPath(config: string, text: string): string {
  const ts = typescript();
  const { config: json } = ts.parseConfigFileTextToJson(config, text) as { config?: Config };
  if (json === undefined) throw new Error(`${config} cannot be read. Correct it, then add the types again.`);
  const folder = dirname(config);
  const { options } = ts.parseJsonConfigFileContent(json, { ...ts.sys, readDirectory: () => [] }, folder);
  const base = options.baseUrl ?? folder;
  const path = relativePath(base, join(folder, ownFolder, "daggr.d.ts"));
  // Own paths replace inherited ones, so these are repeated; they start where they were written.
  const inherited = json.compilerOptions?.paths ? {} : moved(options.paths, pathsBase(options), base);
  const paths = { ...json.compilerOptions?.paths, ...inherited, daggr: [path] };
  return applyEdits(
    text,
    modify(text, ["compilerOptions", "paths"], paths, {
      formattingOptions: { insertSpaces: true, tabSize: 2 },
    }),
  );
}

interface Config {
  readonly compilerOptions?: { readonly paths?: Readonly<Record<string, readonly string[]>> };
}

type Paths = Readonly<Record<string, readonly string[]>>;

function pathsBase(options: { readonly baseUrl?: string; readonly pathsBasePath?: unknown }): string {
  return options.baseUrl ?? (options.pathsBasePath as string | undefined) ?? "";
}

function moved(paths: Paths | undefined, from: string, to: string): Paths {
  return Object.fromEntries(
    Object.entries(paths ?? {}).map(([name, places]) => [
      name,
      places.map((place) => relativePath(to, resolve(from, place))),
    ]),
  );
}

function relativePath(from: string, to: string): string {
  const path = relative(from, to).split(sep).join("/");
  return /^\.{1,2}\//.test(path) ? path : `./${path}`;
}
