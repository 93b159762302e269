import { isAbsolute, relative, resolve } from "node:path";

/** The folder that reports of other programs name files from: GitHub's checkout, else where the program was started. */
export function reportRoot(env: NodeJS.ProcessEnv): string {
  return resolve(env["GITHUB_WORKSPACE"]?.trim() || process.cwd());
}

/** A file from a folder, with forward slashes; outside of it, its whole path. */
export function pathIn(folder: string, file: string): string {
  const path = relative(folder, file);
  const inside = path !== "" && !path.startsWith("..") && !isAbsolute(path);
  return (inside ? path : file).replaceAll("\\", "/");
}
