import { existsSync } from "node:fs";
import * as vscode from "vscode";
import type { CanvasState, Notice, NoticeAction } from "../../runtime/protocol/canvas.ts";
import { nodesOf } from "../../runtime/graph/variants.ts";
import type { Session, Sessions } from "../engine/sessions.ts";
import { innerCommands } from "../ids.ts";

/** One problem, and what can be done about it from here. */
interface EngineProblem {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
  readonly actions: readonly vscode.CodeAction[];
}

interface SessionProblems {
  readonly seenState: Pick<CanvasState, "loading" | "notices" | "graph">;
  readonly load: readonly EngineProblem[];
  readonly updates: readonly EngineProblem[];
}

/**
 * Problems that the text does not show: why a file could not be loaded, and which Spaces and models were updated since
 * they were first used. They last until the file is loaded again, or the update is answered.
 */
export class EngineProblems implements vscode.Disposable, vscode.CodeActionProvider {
  readonly #collection = vscode.languages.createDiagnosticCollection("daggr engine");
  readonly #bySession = new Map<Session, SessionProblems>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(sessions: Sessions) {
    this.#subscriptions = [
      this.#collection,
      sessions.onDidOpen((session) => this.#updateFrom(session)),
      sessions.onDidChange(({ session }) => this.#updateFrom(session)),
      sessions.onDidLose(() => {
        this.#bySession.clear();
        this.#collection.clear();
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => this.#forget(files.map(({ oldUri }) => oldUri))),
      vscode.workspace.onDidDeleteFiles(({ files }) => this.#forget(files)),
      // An error that another source reports on the same line hides ours. Such errors come and go, so this looks again at each change.
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        for (const uri of uris) if (this.#problemsOf(uri).length > 0) this.#show(uri);
      }),
    ];
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    return this.#problemsOf(document.uri)
      .filter(({ diagnostic }) => diagnostic.range.intersection(range) !== undefined)
      .flatMap(({ actions }) => actions);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #updateFrom(session: Session): void {
    const { loading, notices, graph } = session.state;
    const before = this.#bySession.get(session);
    const { seenState } = before ?? {};
    if (seenState?.loading === loading && seenState.notices === notices && seenState.graph === graph) return;
    const now: SessionProblems = {
      seenState: { loading, notices, graph },
      load: loading.kind === "loading" ? (before?.load ?? []) : loadProblems(session),
      updates: notices.flatMap((notice) => updateProblems(session, notice)),
    };
    this.#bySession.set(session, now);
    this.#showAll([...(before?.load ?? []), ...(before?.updates ?? []), ...now.load, ...now.updates]);
  }

  #forget(uris: readonly vscode.Uri[]): void {
    for (const [session, { load, updates }] of this.#bySession) {
      const isGone = ({ path }: vscode.Uri) =>
        session.file.path === path || session.file.path.startsWith(`${path}/`);
      if (!uris.some(isGone)) continue;
      this.#bySession.delete(session);
      this.#showAll([...load, ...updates]);
    }
  }

  #showAll(problems: readonly EngineProblem[]): void {
    for (const [, uri] of new Map(problems.map(({ uri }) => [uri.toString(), uri]))) this.#show(uri);
  }

  #show(uri: vscode.Uri): void {
    const byText = new Map(
      this.#problemsOf(uri).map(({ diagnostic }) => [
        `${diagnostic.range.start.line} ${diagnostic.message}`,
        diagnostic,
      ]),
    );
    const before = this.#collection.get(uri) ?? [];
    const others = vscode.languages
      .getDiagnostics(uri)
      .filter((one) => one.severity === vscode.DiagnosticSeverity.Error && !isOurs(one));
    const shown = [...byText.values()].filter(
      ({ severity, range }) =>
        severity !== vscode.DiagnosticSeverity.Error ||
        !others.some(
          (other) => other.range.start.line <= range.start.line && range.start.line <= other.range.end.line,
        ),
    );
    const same =
      shown.length === before.length &&
      shown.every(
        (one, index) => one.message === before[index]?.message && one.range.isEqual(before[index].range),
      );
    if (!same) this.#collection.set(uri, shown);
  }

  #problemsOf(uri: vscode.Uri): readonly EngineProblem[] {
    return [...this.#bySession.values()]
      .flatMap(({ load, updates }) => [...load, ...updates])
      .filter((problem) => problem.uri.toString() === uri.toString());
  }
}

/** Registers the command with which a quick fix answers a canvas notice, even if no canvas is open. */
export function registerAnswerNotice(sessions: Sessions): vscode.Disposable {
  return vscode.commands.registerCommand(
    innerCommands.answerNotice,
    async (session: string, id: string, action: NoticeAction["type"]) => {
      try {
        const message = await sessions.byId(session)?.send({ type: "notice", id, action });
        if (typeof message === "string") void vscode.window.showInformationMessage(message);
      } catch (error) {
        void vscode.window.showErrorMessage((error as Error).message);
      }
    },
  );
}

const codes = { load: "load-failed", update: "updated" } as const;

function isOurs({ source, code }: vscode.Diagnostic): boolean {
  return source === "daggr" && (code === codes.load || code === codes.update);
}

function loadProblems({ file, state: { loading } }: Session): readonly EngineProblem[] {
  // A file that is gone has no lines; its canvas says so.
  if (loading.kind !== "failed" || !existsSync(file.fsPath)) return [];
  const { message, help, at, causes = [] } = loading.failure;
  const uri = at ? uriOf(at.file, file) : file;
  const text = [message, ...causes, ...(help === undefined ? [] : [help])].join("\n");
  const range = rangeAt(uri, at?.line ?? 1, at?.column);
  return [
    { uri, diagnostic: problem(range, text, vscode.DiagnosticSeverity.Error, codes.load), actions: [] },
  ];
}

function updateProblems(session: Session, notice: Notice): readonly EngineProblem[] {
  const { graph } = session.state;
  const accept = notice.actions.find((action) => action.type === "accept-commit");
  const node = accept && graph && nodesOf(graph).find(({ name }) => name === accept.node);
  if (!node?.source) return [];
  const uri = uriOf(node.source.file, session.file);
  const text = vscode.l10n.t(
    "{0} The results of '{1}' come from the previous version. Accept the update with the quick fix, then run the node again.",
    notice.text,
    node.name,
  );
  const range = rangeAt(uri, node.source.line, node.source.column);
  const diagnostic = problem(range, text, vscode.DiagnosticSeverity.Warning, codes.update);
  const actions = notice.actions
    .filter(({ type }) => type === "accept-commit" || type === "duplicate-space")
    .map(({ type, title }) => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = [diagnostic];
      action.command = {
        command: innerCommands.answerNotice,
        title,
        arguments: [session.id, notice.id, type],
      };
      return action;
    });
  return [{ uri, diagnostic, actions }];
}

function problem(
  range: vscode.Range,
  text: string,
  severity: vscode.DiagnosticSeverity,
  code: string,
): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, text, severity);
  diagnostic.source = "daggr";
  diagnostic.code = code;
  return diagnostic;
}

/** The URI by which VS Code knows the file, which can differ from its path when a symbolic link leads to it. */
function uriOf(path: string, file: vscode.Uri): vscode.Uri {
  return path === file.fsPath ? file : vscode.Uri.file(path);
}

/** The range of the word at a position, or an empty range if the file is not open. Line and column begin with 1. */
function rangeAt(uri: vscode.Uri, line: number, column = 1): vscode.Range {
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return document?.getWordRangeAtPosition(position) ?? new vscode.Range(position, position);
}
