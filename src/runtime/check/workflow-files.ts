import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeSource } from "../text/source-text.ts";
import { isWorkflowText } from "../text/workflow-text.ts";

/** The names of all files that may be workflows. */
export const anySource = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";

/** Whether a name is a pattern for several files. */
export async function isPattern(name: string): Promise<boolean> {
  return (await patterns()).isDynamicPattern(name);
}

/**
 * The absolute paths of the workflow files in a folder whose names fit a pattern. Links are not followed; hidden files, packages and
 * what `.gitignore` excludes are passed over.
 */
export async function workflowsIn(folder: string, pattern = anySource): Promise<readonly string[]> {
  const { globby } = await patterns();
  const paths = await globby(pattern, {
    cwd: folder,
    absolute: true,
    gitignore: true,
    ignore: ["**/node_modules/**", "**/*.d.{ts,mts,cts}"],
    followSymbolicLinks: false,
    suppressErrors: true,
  });
  const are = await Promise.all(paths.map(isWorkflow));
  return paths.filter((_path, place) => are[place]).map((path) => join(path));
}

/** Few need this library, and all that check a file start before it would be read. */
function patterns() {
  return import("globby");
}

async function isWorkflow(path: string): Promise<boolean> {
  // It may be gone by now, or nobody may read it.
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return false;
  const source = decodeSource(bytes);
  // One whose text cannot be read for certain is told where it is named.
  return source.kind !== "unreadable" && isWorkflowText(source.text);
}
