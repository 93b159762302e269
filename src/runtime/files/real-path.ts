import { realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

export function isWithin(path: string, folder: string): boolean {
  const between = relative(folder, path);
  return between !== ".." && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

/** Whether a name on the way begins with a dot. */
export function isHidden(path: string): boolean {
  return path.split(sep).some((part) => part.startsWith("."));
}

/** Without links. Of what does not exist, the folders that do are followed. */
export async function realOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const folder = dirname(path);
    return folder === path ? path : join(await realOf(folder), relative(folder, path));
  }
}
