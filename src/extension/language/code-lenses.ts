import * as vscode from "vscode";
import type { Outline, OutlineGraph, OutlineNode } from "../../runtime/protocol/language.ts";
import type { Session, SessionChange, Sessions } from "../engine/sessions.ts";
import { commands } from "../ids.ts";
import type { LanguageClient } from "./client.ts";
import { toRange } from "./positions.ts";
import { LensRefresh } from "./lens-refresh.ts";
import { stateText } from "./state-text.ts";
import { runs } from "../../runtime/graph/node-kinds.ts";

/** Least milliseconds between two refreshes of the lenses while a graph runs. */
const PACE = 500;

/** Run, Test, Debug and the state above each node; Open Canvas and Run All above each graph. */
export class CodeLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #refreshes = new LensRefresh(() => this.#changed.fire(), PACE);
  /** The last state text of each node, since most events of a running node do not change its lens. */
  readonly #states = new WeakMap<Session, Map<string, string | undefined>>();
  readonly #subscriptions: vscode.Disposable[];

  constructor(
    private readonly client: LanguageClient,
    private readonly sessions: Sessions,
  ) {
    const refresh = () => this.#refreshes.changed();
    this.#subscriptions = [
      sessions.onDidOpen(refresh),
      sessions.onDidLose(refresh),
      sessions.onDidChange((change) => {
        if (this.#changesLenses(change)) refresh();
      }),
      this.#refreshes,
      this.#changed,
    ];
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
    this.#refreshes.looked();
    if (outline === undefined) return [];
    const open = this.sessions.of(document.uri);
    return [
      ...outline.graphs.flatMap((graph) => graphLenses(graph, outline, document.uri)),
      ...outline.nodes.flatMap((node) => nodeLenses(node, outline, document.uri, open)),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #changesLenses({ session, events }: SessionChange): boolean {
    const known = this.#states.get(session) ?? new Map<string, string | undefined>();
    this.#states.set(session, known);
    let changed = false;
    for (const event of events) {
      if (event.type === "nodes") changed = true;
      if (event.type !== "node") continue;
      const text = stateText(session.state.nodes[event.node]);
      if (known.get(event.node) !== text) changed = true;
      known.set(event.node, text);
    }
    return changed;
  }
}

function graphLenses(
  { name, exported, selection }: OutlineGraph,
  { graphs }: Outline,
  uri: vscode.Uri,
): vscode.CodeLens[] {
  if (!exported) return [];
  // If the file has only one graph, the file alone identifies it, even while its name is being edited.
  const commandArguments = graphs.length > 1 ? [uri, name] : [uri];
  return [
    lens(
      selection,
      withIcon("type-hierarchy-sub", vscode.l10n.t("Open canvas")),
      commands.openCanvas,
      commandArguments,
    ),
    lens(selection, withIcon("run-all", vscode.l10n.t("Run all")), commands.runAll, commandArguments),
  ];
}

function nodeLenses(
  node: OutlineNode,
  outline: Outline,
  uri: vscode.Uri,
  open: readonly Session[],
): vscode.CodeLens[] {
  const inner = node.variants.flatMap((variant) => nodeLenses(variant, outline, uri, open));
  const { name, selection, debuggable } = node;
  const graph = outline.graphs.length > 1 ? node.graph : undefined;
  if (name === undefined || !runs(node)) return inner;
  const state = open
    .filter(({ state: { graph: shown } }) => graph === undefined || shown?.name === graph)
    .map((session) => stateText(session.state.nodes[name]))
    .find((text) => text !== undefined);
  const commandArguments = graph === undefined ? [uri, name] : [uri, name, graph];
  return [
    lens(selection, withIcon("play", vscode.l10n.t("Run node")), commands.runNode, commandArguments),
    lens(selection, vscode.l10n.t("Test node"), commands.testNode, commandArguments),
    ...(debuggable
      ? [lens(selection, vscode.l10n.t("Debug node"), commands.debugNode, commandArguments)]
      : []),
    ...(state === undefined
      ? []
      : [lens(selection, state, commands.openCanvas, graph === undefined ? [uri] : [uri, graph])]),
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

/** Uses a non-breaking space, because VS Code drops an ordinary space after an icon. */
function withIcon(icon: string, title: string): string {
  return `$(${icon})\u00a0${title}`;
}
