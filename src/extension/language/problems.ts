import * as vscode from "vscode";
import type { Diagnostic, Severity } from "../../runtime/protocol/language.ts";
import { looksLikeWorkflow } from "../workspace/workflow-file.ts";
import type { LanguageClient } from "./client.ts";
import { pathOf, toRange } from "./positions.ts";

/** How often a check without an answer is tried again. */
const RETRIES = 3;

interface Checked {
  readonly version: number;
  readonly problems: readonly Diagnostic[];
}

interface Asked {
  readonly version: number;
  readonly answer: Promise<readonly Diagnostic[] | undefined>;
}

/** Problems of every open workflow, kept up to date while it is typed. */
export class Problems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("daggr");
  readonly #checks = new vscode.EventEmitter<vscode.TextDocument>();
  /** The problems of a document are those of its text. */
  readonly onChecked = this.#checks.event;
  readonly #waiting = new Map<vscode.TextDocument, NodeJS.Timeout>();
  /** Documents being checked, one check each at a time; `true` if another check must follow, because the text changed meanwhile. */
  readonly #running = new Map<vscode.TextDocument, boolean>();
  readonly #checked = new WeakMap<vscode.TextDocument, Checked>();
  /** Checks in progress, so that code actions share the pending answer and do not ask again. */
  readonly #asked = new WeakMap<vscode.TextDocument, Asked>();
  /** How often in a row there was no answer. */
  readonly #unanswered = new WeakMap<vscode.TextDocument, number>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(private readonly client: LanguageClient) {
    this.#subscriptions = [
      this.#collection,
      this.#checks,
      vscode.workspace.onDidOpenTextDocument((document) => this.#checkSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length === 0) return;
        this.#checkSoon(document);
        this.#checkOtherWorkflowsSoon(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      client.onOutdated((documents) => {
        for (const document of documents) {
          this.#checked.delete(document);
          this.#asked.delete(document);
          this.#checkSoon(document);
        }
      }),
    ];
    for (const document of vscode.workspace.textDocuments) this.#checkSoon(document);
  }

  /** What is wrong with a document as it is now, with the fixes. */
  async of(document: vscode.TextDocument): Promise<readonly Diagnostic[]> {
    const known = this.#checked.get(document);
    return known?.version === document.version ? known.problems : ((await this.#check(document)) ?? []);
  }

  dispose(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #checkSoon(document: vscode.TextDocument): void {
    if (pathOf(document) === undefined) return;
    clearTimeout(this.#waiting.get(document));
    if (!looksLikeWorkflow(document)) {
      this.#forget(document);
      return;
    }
    if (this.#running.has(document)) {
      this.#running.set(document, true);
      return;
    }
    const timer = setTimeout(() => {
      this.#waiting.delete(document);
      void this.#checkOnce(document);
    });
    this.#waiting.set(document, timer);
  }

  async #checkOnce(document: vscode.TextDocument): Promise<void> {
    this.#running.set(document, false);
    const answered = (await this.#check(document)) !== undefined;
    const again = this.#running.get(document) ?? false;
    this.#running.delete(document);
    if (document.isClosed) return;
    // There is no answer if the worker failed or the text changed meanwhile. Try again, but only a limited number of times.
    const tries = answered || again ? 0 : (this.#unanswered.get(document) ?? 0) + 1;
    this.#unanswered.set(document, tries);
    if (again || (!answered && tries <= RETRIES)) this.#checkSoon(document);
  }

  /** A module was edited: workflows in other editors may import it. */
  #checkOtherWorkflowsSoon(edited: vscode.TextDocument): void {
    if (pathOf(edited) === undefined || !this.client.isRunning) return;
    for (const { document } of vscode.window.visibleTextEditors)
      if (document !== edited && looksLikeWorkflow(document)) this.#checkSoon(document);
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#waiting.get(document));
    this.#waiting.delete(document);
    this.#checked.delete(document);
    // An untitled document can be closed and another one of its name opened at once.
    const { uri } = document;
    const isThere = vscode.workspace.textDocuments.some(
      (other) => other !== document && other.uri.toString() === uri.toString() && looksLikeWorkflow(other),
    );
    if (!isThere) this.#collection.delete(uri);
  }

  #check(document: vscode.TextDocument): Promise<readonly Diagnostic[] | undefined> {
    const { version } = document;
    const asked = this.#asked.get(document);
    if (asked?.version === version) return asked.answer;
    const answer = this.#ask(document).finally(() => {
      if (this.#asked.get(document)?.answer === answer) this.#asked.delete(document);
    });
    this.#asked.set(document, { version, answer });
    return answer;
  }

  async #ask(document: vscode.TextDocument): Promise<readonly Diagnostic[] | undefined> {
    const { version } = document;
    const problems = await this.client.ask(document, (remote, of, signal) => remote.check(of, signal));
    if (problems === undefined || document.isClosed || document.version !== version) return undefined;
    this.#checked.set(document, { version, problems });
    this.#collection.set(
      document.uri,
      problems.map((problem) => toDiagnostic(problem, this.client)),
    );
    this.#checks.fire(document);
    return problems;
  }
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

export function toDiagnostic(problem: Diagnostic, client: LanguageClient): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(
    toRange(problem.range),
    problem.message,
    severities[problem.severity],
  );
  diagnostic.source = "daggr";
  diagnostic.code = problem.code;
  diagnostic.relatedInformation = problem.related.map(
    ({ file, range, message }) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(client.uriOf(file), toRange(range)),
        message,
      ),
  );
  return diagnostic;
}
