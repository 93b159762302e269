import ts from "typescript";
import { inRoot } from "../scripts/lib/paths.mjs";
import { TypeCheck } from "../test/unit/daggr/type-check.ts";

/** TypeScript's own language service on one text with daggr's types: what VS Code's TypeScript does anyway. */
export class BareTypeScript {
  readonly #check = new TypeCheck();
  readonly #service: ts.LanguageService;
  readonly #file = inRoot("bare-workflow.ts");
  #version = 0;
  #text: string;

  constructor(text: string) {
    this.#text = text;
    const host = this.#check.serviceHost({ [this.#file]: text });
    this.#service = ts.createLanguageService({
      ...host,
      getScriptVersion: (path) => (path === this.#file ? String(this.#version) : "1"),
      getScriptSnapshot: (path) =>
        path === this.#file ? ts.ScriptSnapshot.fromString(this.#text) : host.getScriptSnapshot(path),
    });
  }

  /** Milliseconds until all errors of another text are known. */
  press(text: string): number {
    this.#text = text;
    this.#version++;
    const start = performance.now();
    this.#service.getSyntacticDiagnostics(this.#file);
    this.#service.getSemanticDiagnostics(this.#file);
    return performance.now() - start;
  }

  dispose(): void {
    this.#service.dispose();
    this.#check.dispose();
  }
}
