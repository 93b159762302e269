import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Analysis } from "../../../src/runtime/check/analysis.ts";
import { applyEdits } from "../../../src/runtime/check/edit/apply.ts";
import { filePath, Language } from "../../../src/runtime/check/language.ts";
import type { ServiceLookup } from "../../../src/runtime/check/lookup/service-lookup.ts";
import type { Diagnostic, Position, TextEdit } from "../../../src/runtime/protocol/language.ts";
import { fakeServices } from "./fake-services.ts";

export const dist = join(import.meta.dirname, "../../../dist");

/** A language on documents that exist nowhere else, as an untitled document does. */
export class TestLanguage {
  readonly language: Language;
  #version = 0;

  constructor(lookup: ServiceLookup = fakeServices) {
    this.language = new Language(dist, lookup);
  }

  /** Opens a text under a name, replacing what it was before. */
  open(code: string, name = "workflow.ts"): string {
    const file = filePath(join(tmpdir(), "daggr-asking", name));
    this.language.documents.open(file, ++this.#version, code);
    return file;
  }

  analysis(code: string, name?: string): Analysis {
    const analysis = this.language.analysis(this.open(code, name));
    if (analysis === undefined) throw new Error("There is no such file.");
    return analysis;
  }

  ruleDiagnostics(code: string, name?: string): readonly Diagnostic[] {
    return this.language.ruleDiagnostics(this.open(code, name));
  }

  allDiagnostics(code: string, name?: string): readonly Diagnostic[] {
    return this.language.allDiagnostics(this.open(code, name));
  }

  dispose(): void {
    this.language.dispose();
  }
}

/** A text with its cursor at `|`. */
export function withCursor(marked: string): { readonly code: string; readonly position: Position } {
  const offset = marked.indexOf("|");
  if (offset < 0) throw new Error("There is no | in the text.");
  const before = marked.slice(0, offset).split("\n");
  const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  return { code: before.join("\n") + marked.slice(offset + 1), position };
}

export function edited(code: string, edits: readonly TextEdit[] | undefined): string {
  if (edits === undefined) throw new Error("There are no edits.");
  return applyEdits(code, edits);
}
