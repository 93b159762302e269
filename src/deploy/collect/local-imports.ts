import { dirname, join } from "node:path";
import type { CompiledWorkflow, LinkedModule } from "../../runtime/compile/compile-workflow.ts";
import type { ImportRequest } from "../../runtime/compile/module-facts.ts";
import { readManifest, type Resolved } from "../../runtime/compile/resolve/resolve-specifier.ts";
import { mappedPaths } from "../../runtime/compile/resolve/tsconfig.ts";
import { nearestManifest } from "./nearest-manifest.ts";

/** An import that leads to a file of the workspace, and how. */
export interface LocalImport {
  readonly module: LinkedModule;
  readonly request: ImportRequest;
  readonly target: Extract<Resolved, { kind: "local" }>;
  readonly way:
    | "path"
    /** By `paths` or `baseUrl` of the TypeScript configuration. */
    | "alias"
    /** By `imports` of package.json, or its own name and `exports`. */
    | "manifest"
    /** A package of the same machine that `node_modules` links to. */
    | "linked-package";
}

export function localImports({ modules }: CompiledWorkflow): readonly LocalImport[] {
  return [...modules.values()].flatMap((module) =>
    module.targets.flatMap((target, index) => {
      if (target.kind !== "local") return [];
      const request = module.compiled.facts.requests[index]!;
      return [{ module, request, target, way: wayOf(request.specifier, module.path, target) }];
    }),
  );
}

function wayOf(
  specifier: string,
  from: string,
  { path, link }: Extract<Resolved, { kind: "local" }>,
): LocalImport["way"] {
  if (/^(\.{0,2}\/|\.{1,2}$|file:)/.test(specifier)) return "path";
  const found = link ?? path;
  if (mappedPaths(specifier, from).some((mapped) => isNamedBy(found, mapped))) return "alias";
  if (specifier.startsWith("#")) return "manifest";
  const manifest = nearestManifest(dirname(from));
  const own = manifest && readManifest(join(manifest, "package.json")).name;
  return own !== undefined && (specifier === own || specifier.startsWith(`${own}/`))
    ? "manifest"
    : "linked-package";
}

/** Whether a file is the one that a path means, which may leave out the extension or `index`. */
function isNamedBy(file: string, path: string): boolean {
  const stem = path.replace(/\.[cm]?jsx?$/, "");
  return file === path || file.startsWith(`${stem}.`) || dirname(file) === path;
}
