import { dirname, relative, resolve } from "node:path";
import { StepError } from "../failures/failure.ts";
import { isHidden, isWithin, realOf } from "./real-path.ts";

export interface AllowedPathsOptions {
  /** Folder of the workflow file. */
  readonly folder: string;
  /** Further folders: of the workspace, and of files that the engine gives to functions and takes from them. */
  readonly folders: readonly string[];
  /** `allowedPaths` of the graph: files and folders, absolute or from `folder` on. */
  readonly allowed: readonly string[];
}

/**
 * The files of this machine that a path from a function may name, as in Gradio: those under the workflow's folder, the
 * workspace, `context.files` and the media folder, but no hidden ones, and what the graph's `allowedPaths` names. The path may have
 * come from a Space through any code, so that no mark of its text would be left.
 * Source: https://www.gradio.app/guides/file-access
 */
export class AllowedPaths {
  constructor(private readonly options: AllowedPathsOptions) {}

  /**
   * The path of the file itself: of a link, the target counts. A path to nothing is returned as it is.
   * @param text as the function gave it, for the message
   * @throws {StepError} where the file may not be used
   */
  async resolve(text: string, path: string): Promise<string> {
    const { folder, folders, allowed } = this.options;
    const real = await realOf(path);
    for (const each of allowed) if (isWithin(real, await realOf(resolve(folder, each)))) return real;
    const roots = await Promise.all([folder, ...folders].map(realOf));
    const root = roots.find((each) => isWithin(real, each));
    const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    if (root === undefined)
      throw new StepError({
        message: `The code gave the path '${shown}' where a file is wanted. It is outside of the folders whose files code may hand on: the workflow's own, the workspace's and context.files.`,
        help: `Write the file to context.files, or allow its folder: new Graph({ …, allowedPaths: [${JSON.stringify(dirname(real))}] }).`,
      });
    if (isHidden(relative(root, real)))
      throw new StepError({
        message: `The code gave the path '${shown}' where a file is wanted. Files and folders whose names begin with a dot often hold secrets, so they are not handed on.`,
        help: `Give the file another name, or allow it: new Graph({ …, allowedPaths: [${JSON.stringify(real)}] }).`,
      });
    return real;
  }
}
