import { join } from "node:path";
import { daggrPackage, packageFolder, readManifest } from "../../../compile/resolve/resolve-specifier.ts";
import manifest from "../../../../../package.json" with { type: "json" };

/** A notice if the workspace has another version of `daggr` installed: it only provides types, and the two may differ. */
export function installedVersionNotice(file: string): readonly string[] {
  const folder = packageFolder(daggrPackage, file);
  if (folder === undefined) return [];
  const { version } = readManifest(join(folder, "package.json"));
  if (version === manifest.version) return [];
  return [
    `The workspace has daggr ${version ?? "of an unknown version"} installed, which gives the types; workflows run on the extension's own ${manifest.version}. Install daggr@${manifest.version} so that the two agree.`,
  ];
}
