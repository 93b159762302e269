import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Diagnostic } from "../protocol/language.ts";
import { decodeSource, saveAsUtf8, unreadableMessage } from "../text/source-text.ts";
import type { Language } from "./language.ts";

/** The workflow file and the modules of the workspace that it imports, where their text cannot be read for certain. */
export async function unreadableFiles(language: Language, path: string): Promise<readonly Diagnostic[]> {
  const sources = language.analysis(path)?.program.getSourceFiles() ?? [];
  const found: Diagnostic[] = [];
  for (const { fileName, text, isDeclarationFile } of sources) {
    if (isDeclarationFile || fileName.includes("/node_modules/")) continue;
    // What the compiler read instead of other encodings' bytes.
    if (fileName !== path && !/[\uFFFD\0]/.test(text)) continue;
    const source = await readFile(fileName).then(decodeSource, () => undefined);
    if (source?.kind !== "unreadable") continue;
    const at = { line: fileName === path ? source.line - 1 : 0, character: 0 };
    found.push({
      file: path,
      range: { start: at, end: at },
      source: "daggr",
      severity: "error",
      code: "not-utf8",
      message: `${unreadableMessage(fileName === path ? basename(path) : fileName, source)} ${saveAsUtf8}`,
      related: [],
      fixes: [],
    });
  }
  return found;
}
