import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the `package.json` that decides for files of a folder, as Node finds it. */
export function nearestManifest(from: string): string | undefined {
  for (let folder = from, up = ""; folder !== up; up = folder, folder = dirname(folder))
    if (existsSync(join(folder, "package.json"))) return folder;
  return undefined;
}
