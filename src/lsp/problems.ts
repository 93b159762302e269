import type { Connection } from "vscode-languageserver/node";
import type { Diagnostic } from "../runtime/protocol/language.ts";
import { toDiagnostic } from "./conversions.ts";
import type { OpenDocument, OpenDocuments } from "./documents.ts";
import type { LanguageClient } from "./language-client.ts";

/** Milliseconds that a module has to stay as it is before workflows that may import it are checked again. */
const patience = 300;

interface Checked {
  readonly version: number;
  readonly problems: Promise<readonly Diagnostic[] | undefined>;
}

/** Tells the editor what is wrong with each open workflow, and again whenever that may be something else. */
export class Problems {
  readonly #checked = new Map<string, Checked>();
  readonly #waiting = new Map<string, NodeJS.Timeout>();

  constructor(
    private readonly connection: Connection,
    private readonly worker: LanguageClient,
    private readonly documents: OpenDocuments,
  ) {
    worker.onOutdated = (files) => {
      for (const file of files) this.#checkAgain(documents.ofPath(file));
    };
  }

  changed(document: OpenDocument): void {
    if (document.isWorkflow) this.#soon(document.uri, 0);
    else this.#clear(document.uri);
    // What was typed may be a module of other workflows.
    this.othersMayDiffer(document);
  }

  /** What was said of other open workflows may be something else, since a file changed. */
  othersMayDiffer(than?: OpenDocument): void {
    for (const other of this.documents.all) {
      if (other.uri === than?.uri || !other.isWorkflow) continue;
      this.#checked.delete(other.uri);
      this.#soon(other.uri, patience);
    }
  }

  closed({ uri }: OpenDocument): void {
    this.#clear(uri);
  }

  /** What is wrong with a document as it is now. */
  async of(document: OpenDocument): Promise<readonly Diagnostic[]> {
    return (await this.#check(document)) ?? [];
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
  }

  #checkAgain(document: OpenDocument | undefined): void {
    if (document === undefined) return;
    this.#checked.delete(document.uri);
    this.#soon(document.uri, 0);
  }

  /** Messages that have come already are taken first, so that a text which is no longer there is not looked at. */
  #soon(uri: string, milliseconds: number): void {
    clearTimeout(this.#waiting.get(uri));
    const timer = setTimeout(() => {
      this.#waiting.delete(uri);
      void this.#publish(uri);
    }, milliseconds);
    this.#waiting.set(uri, timer);
  }

  async #publish(uri: string): Promise<void> {
    const document = this.documents.of(uri);
    if (document === undefined) return;
    const { version } = document.text;
    const problems = await this.#check(document);
    // Without an answer the text has moved on, which asks for another check by itself.
    if (problems === undefined || this.documents.of(uri)?.text.version !== version) return;
    const diagnostics = problems.map((problem) => toDiagnostic(problem, this.documents));
    await this.connection.sendDiagnostics({ uri, version, diagnostics });
  }

  #check(document: OpenDocument): Promise<readonly Diagnostic[] | undefined> {
    const { uri, text } = document;
    const known = this.#checked.get(uri);
    if (known?.version === text.version) return known.problems;
    const problems = this.worker.ask(document, (remote, of, signal) => remote.check(of, signal));
    this.#checked.set(uri, { version: text.version, problems });
    void problems.then((found) => {
      if (found === undefined && this.#checked.get(uri)?.problems === problems) this.#checked.delete(uri);
    });
    return problems;
  }

  #clear(uri: string): void {
    clearTimeout(this.#waiting.get(uri));
    this.#waiting.delete(uri);
    if (this.#checked.delete(uri)) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }
}
