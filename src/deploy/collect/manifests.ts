import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import type { CompiledWorkflow } from "../../runtime/compile/compile-workflow.ts";
import { emitOptionsOf } from "../../runtime/compile/resolve/tsconfig.ts";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import { DeployError } from "../deploy-error.ts";
import type { LocalImport } from "./local-imports.ts";
import { nearestManifest } from "./nearest-manifest.ts";
import { packageOf, type Package } from "./packages.ts";
import type { Root } from "./root.ts";

/** The parts of a `package.json` that decide how its files run. Targets of `imports` and `exports` are paths from its folder on. */
const Parts = v.object({
  name: v.optional(v.string()),
  type: v.optional(v.picklist(["module", "commonjs"])),
  imports: v.optional(v.record(v.string(), v.unknown())),
  exports: v.optional(v.unknown()),
});

export type ManifestParts = v.InferOutput<typeof Parts>;

export interface Manifests {
  /** By folder, from the root on; the root's own is "". */
  readonly manifests: ReadonlyMap<string, ManifestParts>;
  /** The packages that are imported: name → what npm is to install. */
  readonly packages: Readonly<Record<string, string>>;
}

/** @throws {DeployError} where a package cannot be installed elsewhere, or package.json lies outside and its paths are needed */
export function collectManifests(
  { modules }: CompiledWorkflow,
  imports: readonly LocalImport[],
  root: Root,
): Manifests {
  const manifests = new Map<string, ManifestParts>();
  const problems: StepFailure[] = [];
  for (const path of modules.keys()) {
    const folder = nearestManifest(dirname(path));
    if (folder === undefined) continue;
    const place = root.placeOf(folder);
    const { type, ...paths } = partsOf(folder);
    // Above the root, paths would lead elsewhere, and only the type counts.
    manifests.set(
      place ?? "",
      place === undefined ? { ...(type && { type }) } : { ...paths, ...(type && { type }) },
    );
  }
  for (const { module, request, way } of imports) {
    const folder = nearestManifest(dirname(module.path));
    if (way !== "manifest" || folder === undefined || root.placeOf(folder) !== undefined) continue;
    problems.push({
      message: `'${request.specifier}' is explained by ${join(folder, "package.json")}, outside of the folder that is uploaded.`,
      help: `Upload from there: --root ${folder}. Or import the file by its path.`,
      at: { file: module.path, line: request.line, column: request.column },
    });
  }
  const packages: Record<string, string> = {};
  for (const { name, from, perhaps, at } of packagesOf(modules)) {
    const found = packageOf(name, from);
    if (perhaps && found.kind === "missing") continue;
    const known = packages[name];
    const problem = problemOf(found, name, known);
    if (problem) problems.push({ ...problem, at });
    else if (found.kind === "installed") packages[name] = found.range;
  }
  if (problems.length > 0) throw new DeployError(...problems);
  return { manifests, packages };
}

interface Wanted {
  readonly name: string;
  readonly from: string;
  /** It may be that no code uses it: then it need not be installed. */
  readonly perhaps?: true;
  readonly at: { readonly file: string; readonly line: number; readonly column: number };
}

function* packagesOf(modules: CompiledWorkflow["modules"]): Generator<Wanted> {
  for (const { path, compiled, targets } of modules.values()) {
    for (const [index, target] of targets.entries()) {
      if (target.kind !== "package") continue;
      const { specifier, line, column } = compiled.facts.requests[index]!;
      const parts = specifier.split("/");
      const name = parts.slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
      yield { name, from: path, at: { file: path, line, column } };
    }
    // What the compiler imports for elements stands in no text.
    const { jsxImportSource = "react" } = emitOptionsOf(path);
    if (/\.[jt]sx$/.test(path))
      yield { name: jsxImportSource, from: path, perhaps: true, at: { file: path, line: 1, column: 1 } };
  }
}

function problemOf(found: Package, name: string, known: string | undefined): StepFailure | undefined {
  if (found.kind === "local")
    return {
      message: `The package '${name}' comes from this machine (${found.declared}), so a Space cannot install it.`,
      help: "Publish it, install it from a registry or by git, or import its files by their path.",
    };
  if (found.kind === "missing")
    return { message: `The package '${name}' is not installed.`, help: `Install it: npm install ${name}` };
  if (known !== undefined && known !== found.range)
    return {
      message: `Two versions of the package '${name}' are imported: ${known} and ${found.range}.`,
      help: "A Space installs one. Make both files use the same.",
    };
  return undefined;
}

function partsOf(folder: string): ManifestParts {
  try {
    return v.parse(Parts, JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  } catch {
    // One that cannot be read decides nothing.
    return {};
  }
}
