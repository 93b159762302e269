import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { declarationName, lockName, typesFolder } from "./names.ts";

/** What begins a project, the nearest first; a lock goes before the others, wherever it is. */
const beginnings = ["package.json", "tsconfig.json", "jsconfig.json", ".git"];

/**
 * The folder whose lock and types are those of a workflow file: the nearest one that has a lock, else the nearest one in which a project
 * begins, else the file's own.
 *
 * @param within no folder above this one
 */
export function projectFolder(file: string, within?: string): string {
  const own = dirname(file);
  const above = [...foldersAbove(own, within)];
  return (
    above.find((folder) => existsSync(join(folder, lockName))) ??
    above.find((folder) => beginnings.some((name) => existsSync(join(folder, name)))) ??
    own
  );
}

/** The declaration files of Spaces that count for files in these folders: those of each folder and of all above it. */
export function declarationFiles(folders: Iterable<string>): readonly string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  for (const folder of folders)
    for (const at of foldersAbove(folder)) {
      if (seen.has(at)) break;
      seen.add(at);
      const path = join(at, typesFolder, declarationName);
      if (existsSync(path)) found.push(path.replaceAll("\\", "/"));
    }
  return found;
}

/** Whether a path is that of such a file, for what is in this folder. Both have forward slashes. */
export function isDeclarationOf(path: string, folder: string): boolean {
  const end = `/${typesFolder}/${declarationName}`;
  return path.endsWith(end) && `${folder}/`.startsWith(`${path.slice(0, -end.length)}/`);
}

/** A folder and those above it. */
function* foldersAbove(folder: string, within?: string): Generator<string> {
  for (let at = folder, below = ""; at !== below; below = at, at = dirname(at)) {
    yield at;
    if (at === within) return;
  }
}
