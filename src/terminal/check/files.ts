import { readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { decodeSource } from "../../runtime/text/source-text.ts";
import { isWorkflowText } from "../../runtime/text/workflow-text.ts";
import { UsageError } from "../arguments.ts";

const sources = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";

export interface FilesToCheck {
  /** Sorted. */
  readonly files: readonly string[];
  /** The folders in which more may appear. */
  readonly folders: readonly string[];
}

/**
 * A file as it was named; of a folder or a pattern, every workflow file in it. Hidden files, packages and what `.gitignore` excludes
 * are passed over unless they are named.
 */
export async function filesToCheck(given: readonly string[]): Promise<FilesToCheck> {
  const found = await Promise.all(given.map(filesOf));
  return {
    files: [...new Set(found.flatMap(({ files }) => files))].sort(),
    folders: [...new Set(found.flatMap(({ folders }) => folders))],
  };
}

async function filesOf(given: string): Promise<FilesToCheck> {
  const path = resolve(given);
  const there = await stat(path).catch(() => undefined);
  if (there?.isFile()) return { files: [path], folders: [] };
  if (!there && !(await patterns()).isDynamicPattern(given))
    throw new UsageError(`There is no file '${path}'.`);
  const folder = there ? path : process.cwd();
  const files = await workflowsIn(folder, there ? sources : given);
  if (files.length === 0)
    throw new UsageError(
      `There is no workflow file in '${given}': none that imports from "daggr" and is not hidden, in node_modules or ignored by git.`,
    );
  return { files, folders: [folder] };
}

/** No other command needs this library, and all of them start before it would be read. */
function patterns() {
  return import("globby");
}

async function workflowsIn(cwd: string, pattern: string): Promise<readonly string[]> {
  const { globby } = await patterns();
  const paths = await globby(pattern, {
    cwd,
    absolute: true,
    gitignore: true,
    ignore: ["**/node_modules/**", "**/*.d.{ts,mts,cts}"],
    followSymbolicLinks: false,
    suppressErrors: true,
  });
  const are = await Promise.all(paths.map(isWorkflow));
  return paths.filter((_path, place) => are[place]).map((path) => join(path));
}

async function isWorkflow(path: string): Promise<boolean> {
  // It may be gone by now, or nobody may read it.
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return false;
  const source = decodeSource(bytes);
  // One whose text cannot be read for certain is told where it is named.
  return source.kind !== "unreadable" && isWorkflowText(source.text);
}
