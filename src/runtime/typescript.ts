import type * as ts from "typescript";

/**
 * The TypeScript compiler, loaded on first use. The only place of this project that knows where the compiler comes from,
 * so that a later compiler API touches one file.
 */
export type TypeScript = typeof ts;
export type { ts };

let loaded: TypeScript | undefined;

export function typescript(): TypeScript {
  // In the bundles this is `typescript.cjs` beside them (see scripts/build.mjs), so it is parsed only where it is needed.
  loaded ??= require("typescript") as TypeScript;
  return loaded;
}
