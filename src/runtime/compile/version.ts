import { statSync } from "node:fs";
import { join } from "node:path";
import typescriptManifest from "typescript/package.json" with { type: "json" };

/** The bundle that compiles workflows. */
export const compilerBundle = "compile-worker.cjs";

/** Names what a compiled module depends on beside its text: whoever reads the cache must name it alike. */
export function compilerVersion(dist: string): string {
  const { size, mtimeMs } = statSync(join(dist, compilerBundle));
  return `${typescriptManifest.version} ${size}-${Math.round(mtimeMs)}`;
}
