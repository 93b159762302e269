import { dirname } from "node:path";
import { createPathsMatcher, getTsconfig, type PathsMatcher } from "get-tsconfig";

const matchers = new Map<string, PathsMatcher | undefined>();

/**
 * The files that a specifier may mean by the `paths` and the `baseUrl` of the nearest tsconfig.json, best first: what the
 * editor's types resolve by them has to run, too.
 */
export function mappedPaths(specifier: string, from: string): readonly string[] {
  const folder = dirname(from);
  if (!matchers.has(folder)) matchers.set(folder, matcherOf(folder));
  return matchers.get(folder)?.(specifier) ?? [];
}

function matcherOf(folder: string): PathsMatcher | undefined {
  try {
    const found = getTsconfig(folder);
    return found ? (createPathsMatcher(found) ?? undefined) : undefined;
  } catch {
    // One that cannot be read maps nothing; the editor says what is wrong with it.
    return undefined;
  }
}
