import * as vscode from "vscode";
import type { Session, Sessions } from "../engine/sessions.ts";
import type { NodeLocations } from "../language/node-locations.ts";
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
  #hovered: string | undefined;

  constructor(
    private readonly canvases: Canvases,
    sessions: Sessions,
    private readonly places: NodeLocations,
  ) {
    this.#subscriptions = [
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        for (const session of sessions.of(textEditor.document.uri)) void this.#lightCard(session, textEditor);
      }),
      canvases.onDidHover(({ session, node }) => {
        void this.#lightCode(session, node);
      }),
    ];
  }

  dispose(): void {
    this.#decoration.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #lightCard(session: Session, editor: vscode.TextEditor): Promise<void> {
    const shown = this.canvases.of(session);
    const at = editor.selection.active;
    const node = shown.length === 0 ? undefined : await this.places.nodeAt(session, editor.document, at);
    // The cursor may have moved on meanwhile.
    if (node === undefined || node === this.#lit || !editor.selection.active.isEqual(at)) return;
    this.#lit = node;
    for (const canvas of shown) canvas.post({ type: "reveal", node, how: "light" });
  }

  async #lightCode(session: Session, name: string | undefined): Promise<void> {
    this.#hovered = name;
    const place = name === undefined ? undefined : await this.places.locationOf(session, name);
    if (this.#hovered !== name) return;
    for (const editor of vscode.window.visibleTextEditors) {
      const isHere = place?.uri.toString() === editor.document.uri.toString();
      const line = isHere && place ? place.range.start.line : undefined;
      editor.setDecorations(this.#decoration, line === undefined ? [] : [new vscode.Range(line, 0, line, 0)]);
    }
  }
}
