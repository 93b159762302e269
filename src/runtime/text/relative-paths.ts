import { homedir, tmpdir } from "node:os";

/** Puts paths that begin at a folder in place of those that tell where on this machine it lies. */
export type ShowPaths = (text: string) => string;

/**
 * Paths in and around a folder become relative to it, those in the person's home begin with `~`, and those in `hidden` folders with `…`.
 *
 * @param folder an absolute path
 */
export function relativePaths(folder: string, hidden: readonly string[] = []): ShowPaths {
  const shown = new Map<string, string>();
  const add = (path: string, name: string) => {
    const key = partsOf(path).join("/");
    if (key !== "" && !shown.has(key)) shown.set(key, name);
  };
  const parts = partsOf(folder);
  add(folder, ".");
  // One folder below the root holds what belongs to nobody: `/home`, `C:\Users`.
  for (let up = 1; parts.length - up >= 2; up += 1)
    add(parts.slice(0, -up).join("/"), Array(up).fill("..").join("/"));
  add(homedir(), "~");
  for (const path of [...hidden, tmpdir()]) add(path, "…");
  const root = /^[\\/]/.test(folder) ? separator : "";
  const places = [...shown.keys()]
    .sort((a, b) => b.length - a.length)
    .map((path) => path.split("/").map(escaped).join(separator));
  // Neither a part of an address nor of a longer name.
  const pattern = new RegExp(
    `(?:file:/{2,3}?|(?<![\\w.~%/\\\\-]))${root}(${places.join("|")})(?:${separator}(?=[^\\s/\\\\'"])|(?![\\w-]))`,
    "g",
  );
  return (text) =>
    text.replace(pattern, (found: string, place: string) => {
      const name = shown.get(partsOf(place).join("/")) ?? "…";
      if (!/[\\/]$/.test(found)) return name;
      return name === "." ? "" : `${name}/`;
    });
}

function partsOf(path: string): string[] {
  return path.split(/[\\/]+/).filter((part) => part !== "");
}

/** Of both systems, and doubled as in texts of texts. */
const separator = String.raw`(?:/|\\{1,2})`;

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
