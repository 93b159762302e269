import { realpathSync } from "node:fs";
import { isAbsolute, relative, sep } from "node:path";

/** The folder whose files may be uploaded. */
export class Root {
  readonly #real: string;

  constructor(readonly folder: string) {
    this.#real = realpathSync(folder);
  }

  /** Where a file stands in the folder, with slashes; undefined where it is outside. */
  placeOf(path: string): string | undefined {
    // What a package of the workspace leads to comes without links, the rest as it was named.
    return placeIn(this.folder, path) ?? placeIn(this.#real, path);
  }
}

function placeIn(folder: string, path: string): string | undefined {
  const between = relative(folder, path);
  const outside = between === ".." || between.startsWith(`..${sep}`) || isAbsolute(between);
  return outside ? undefined : between.split(sep).join("/");
}

/** Whether a name in it begins with a dot: such files often hold secrets. */
export function isHidden(place: string): boolean {
  return place.split("/").some((name) => name.startsWith("."));
}
