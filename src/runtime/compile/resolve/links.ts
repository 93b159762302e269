import { lstatSync, realpathSync } from "node:fs";

/**
 * The file that a symbolic link leads to: Node and TypeScript take a linked module for the file itself. Links among the folders
 * above stay, so that places in the code are those that the editor shows.
 */
export function withoutLink(path: string): string {
  try {
    return lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  } catch {
    // It is not there, or leads to nothing: whoever reads it says so.
    return path;
  }
}
