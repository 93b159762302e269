import type * as ts from "typescript";
import { createRequire } from "node:module";

/**
 * The TypeScript compiler, loaded on first use. The only place of this project that knows where the compiler comes from,
 * so that a later compiler API touches one file.
 */
export type TypeScript = typeof ts;
export type { ts };

let loaded: TypeScript | undefined;

export function typescript(): TypeScript {
  loaded ??= load();
  return loaded;
}

function load(): TypeScript {
  // In a bundle this is `typescript.cjs` in the same folder (see scripts/lib/targets.mjs), so it is parsed only where it is needed.
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- esbuild leaves only a plain `require` to the bundle
  if (typeof require === "function") return require("typescript") as TypeScript;
  return createRequire(import.meta.url)("typescript") as TypeScript;
}
