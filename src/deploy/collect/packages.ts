import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { packageFolder, readManifest } from "../../runtime/compile/resolve/resolve-specifier.ts";
import { nearestManifest } from "./nearest-manifest.ts";

export type Package =
  | { readonly kind: "installed"; /** What npm takes in `dependencies`. */ readonly range: string }
  /** From a folder or an archive of this machine. */
  | { readonly kind: "local"; readonly declared: string }
  | { readonly kind: "missing" };

const Declared = v.object({
  dependencies: v.optional(v.record(v.string(), v.string())),
  devDependencies: v.optional(v.record(v.string(), v.string())),
  optionalDependencies: v.optional(v.record(v.string(), v.string())),
  peerDependencies: v.optional(v.record(v.string(), v.string())),
});

/** What a Space has to install, so that it runs the version that is installed here. */
export function packageOf(name: string, from: string): Package {
  const folder = packageFolder(name, from);
  if (folder === undefined) return { kind: "missing" };
  const declared = declaredRange(name, dirname(from));
  if (declared !== undefined && /^(file|link|portal|workspace):|^[./~]/.test(declared))
    return { kind: "local", declared };
  // A repository or an archive: its version may be on no registry.
  if (declared !== undefined && /^(git|https?:|[\w.-]+:[\w.-]+\/|[\w.-]+\/[\w.-]+)/.test(declared))
    return { kind: "installed", range: declared };
  const { name: own = name, version } = readManifest(join(realpathSync(folder), "package.json"));
  if (version === undefined) return { kind: "installed", range: declared ?? "*" };
  return { kind: "installed", range: own === name ? version : `npm:${own}@${version}` };
}

function declaredRange(name: string, from: string): string | undefined {
  const folder = nearestManifest(from);
  if (folder === undefined) return undefined;
  try {
    const all = v.parse(Declared, JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
    const groups = [all.dependencies, all.devDependencies, all.optionalDependencies, all.peerDependencies];
    return groups.map((group) => group?.[name]).find((range) => range !== undefined);
  } catch {
    return undefined;
  }
}
