import * as vscode from "vscode";
import type { Outline, OutlineGraph, OutlineNode } from "../../runtime/protocol/language.ts";
import type { Session, Sessions } from "../engine/sessions.ts";
import { commands } from "../ids.ts";
import type { LanguageClient } from "./client.ts";
import { toRange } from "./paths.ts";
import { stateText } from "./state-text.ts";

/** Milliseconds between two looks at a running graph. */
const PACE = 250;

/** Run, Test, Debug and the state above each node; Open Canvas and Run All above each graph. */
export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly client: LanguageClient,
    private readonly sessions: Sessions,
  ) {
    const soon = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#changed.fire();
      }, PACE);
    };
    this.#subscriptions = [sessions.onDidChange(soon), sessions.onDidLose(soon), this.#changed];
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[]> {
    const outline = await this.client.ask(
      document,
      (remote, of, signal) => remote.outline(of, signal),
      token,
    );
    if (outline === undefined) return [];
    const open = this.sessions.of(document.uri);
    return [
      ...outline.graphs.flatMap((graph) => graphLenses(graph, outline, document.uri)),
      ...outline.nodes.flatMap((node) => nodeLenses(node, document.uri, open)),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}

function graphLenses(
  { name, exported, selection }: OutlineGraph,
  { graphs }: Outline,
  uri: vscode.Uri,
): vscode.CodeLens[] {
  if (!exported) return [];
  // Of one graph the file says enough, whatever it is called.
  const which = graphs.length > 1 ? [uri, name] : [uri];
  return [
    lens(selection, vscode.l10n.t("$(type-hierarchy-sub) Open canvas"), commands.openCanvas, which),
    lens(selection, vscode.l10n.t("$(run-all) Run all"), commands.runAll, which),
  ];
}

function nodeLenses(node: OutlineNode, uri: vscode.Uri, open: readonly Session[]): vscode.CodeLens[] {
  const inner = node.variants.flatMap((variant) => nodeLenses(variant, uri, open));
  const { name, kind, selection, debuggable } = node;
  if (name === undefined || kind === "input") return inner;
  const state = open
    .map((session) => stateText(session.state.nodes[name]))
    .find((text) => text !== undefined);
  return [
    lens(selection, vscode.l10n.t("$(play) Run node"), commands.runNode, [uri, name]),
    lens(selection, vscode.l10n.t("Test node"), commands.testNode, [uri, name]),
    ...(debuggable ? [lens(selection, vscode.l10n.t("Debug node"), commands.debugNode, [uri, name])] : []),
    ...(state === undefined ? [] : [lens(selection, state, commands.openCanvas, [uri])]),
    ...inner,
  ];
}

function lens(
  range: OutlineNode["range"],
  title: string,
  command: string,
  args: readonly unknown[],
): vscode.CodeLens {
  return new vscode.CodeLens(toRange(range), { title, command, arguments: [...args] });
}
