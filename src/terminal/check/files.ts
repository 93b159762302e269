import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { anySource, isPattern, workflowsIn } from "../../runtime/check/workflow-files.ts";
import { UsageError } from "../arguments.ts";

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
  if (!there && !(await isPattern(given))) throw new UsageError(`There is no file '${path}'.`);
  const folder = there ? path : process.cwd();
  const files = await workflowsIn(folder, there ? anySource : given);
  if (files.length === 0)
    throw new UsageError(
      `There is no workflow file in '${given}': none that imports from "daggr" and is not hidden, in node_modules or ignored by git.`,
    );
  return { files, folders: [folder] };
}
