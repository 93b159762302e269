import * as vscode from "vscode";
import { nodesOf } from "../../runtime/graph/nodes.ts";
import type { Session, Sessions } from "../engine/sessions.ts";
import type { Canvases } from "./canvases.ts";

/** The cursor's node lights up on the canvas; the node under the pointer on the canvas lights up in the code. */
export class CursorSync implements vscode.Disposable {
  readonly #decoration = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor("editor.rangeHighlightBackground"),
    overviewRulerColor: new vscode.ThemeColor("editorOverviewRuler.rangeHighlightForeground"),
  });
  readonly #subscriptions: vscode.Disposable[];
  #lit: string | undefined;

  constructor(canvases: Canvases, sessions: Sessions) {
    this.#subscriptions = [
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const line = selections[0]?.active.line;
        if (line === undefined) return;
        for (const session of sessions.of(textEditor.document.uri)) {
          const node = nodeAt(session, textEditor.document.uri.fsPath, line + 1);
          if (node === undefined || node === this.#lit) continue;
          this.#lit = node;
          for (const canvas of canvases.of(session)) canvas.post({ type: "reveal", node, how: "light" });
        }
      }),
      canvases.onDidHover(({ session, node }) => {
        this.#light(session, node);
      }),
    ];
  }

  dispose(): void {
    this.#decoration.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #light(session: Session, name: string | undefined): void {
    const node =
      session.state.graph && nodesOf(session.state.graph).find((candidate) => candidate.name === name);
    for (const editor of vscode.window.visibleTextEditors) {
      const here = node?.source?.file === editor.document.uri.fsPath ? node.source : undefined;
      const lines = here === undefined ? [] : [new vscode.Range(here.line - 1, 0, here.line - 1, 0)];
      editor.setDecorations(this.#decoration, lines);
    }
  }
}

/** The node whose making starts last before a line: nodes are made one after another in a workflow file. */
function nodeAt(session: Session, file: string, line: number): string | undefined {
  if (session.state.graph === undefined) return undefined;
  let best: { name: string; line: number } | undefined;
  for (const { name, source } of nodesOf(session.state.graph)) {
    if (source?.file !== file || source.line > line) continue;
    if (best === undefined || source.line > best.line) best = { name, line: source.line };
  }
  return best?.name;
}
