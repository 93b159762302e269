import { existsSync, readFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { typescript } from "../../typescript.ts";
import type { ModuleFormat } from "../module-facts.ts";

/** Files that count as code of the workspace. */
export const codeExtensions = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"] as const;

/** The format that the name decides; undefined for `.js`, where the content decides. */
export function formatByName(path: string): ModuleFormat | undefined {
  switch (extname(path)) {
    case ".json":
      return "json";
    case ".cjs":
    case ".cts":
      return "commonjs";
    case ".js":
      return undefined;
    default:
      return "module";
  }
}

/** `.js` files: import and export decide, then the nearest package.json, then `require` and `module`. */
export function formatOfScript(path: string, text: string): ModuleFormat {
  const ts = typescript();
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, false);
  if (ts.isExternalModule(source)) return "module";
  if (packageType(path) === "module") return "module";
  return /\b(require\s*\(|module\.exports|exports\.)/.test(text) ? "commonjs" : "module";
}

function packageType(path: string): string | undefined {
  for (let folder = dirname(path), up = ""; folder !== up; up = folder, folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (!existsSync(file)) continue;
    try {
      return (JSON.parse(readFileSync(file, "utf8")) as { type?: string }).type;
    } catch {
      return undefined;
    }
  }
  return undefined;
}
