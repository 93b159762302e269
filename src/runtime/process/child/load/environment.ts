import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "dotenv";

/** Paths where a `.env` may be: in the folder of the workflow file, then in the workspace's roots. */
export function environmentFiles(file: string, roots: readonly string[]): readonly string[] {
  return [...new Set([dirname(file), ...roots])].map((folder) => join(folder, ".env"));
}

/** Sets variables from the `.env` files that the environment does not have. The first file wins. Returns the files that exist. */
export function applyEnvironment(files: readonly string[]): readonly string[] {
  return files.filter((path) => {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch {
      return false;
    }
    for (const [name, value] of Object.entries(parse(text))) process.env[name] ??= value;
    return true;
  });
}
