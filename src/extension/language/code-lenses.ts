import * as vscode from "vscode";
import { lensesOf, type Lens } from "../../runtime/check/features/lenses.ts";
import type { Range } from "../../runtime/protocol/language.ts";
import type { Session, SessionChange, Sessions } from "../engine/sessions.ts";
import { commands } from "../ids.ts";
import type { LanguageClient } from "./client.ts";
import { toRange } from "./positions.ts";
import { LensRefresh } from "./lens-refresh.ts";
import { stateText } from "./state-text.ts";

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
    return withStates(lensesOf(outline), document.uri, this.sessions.of(document.uri));
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

/** A state stands behind what can be done with its node. */
function withStates(lenses: readonly Lens[], uri: vscode.Uri, open: readonly Session[]): vscode.CodeLens[] {
  return lenses.flatMap((one, place) => {
    const next = lenses[place + 1];
    const isLast = next === undefined || next.node !== one.node || next.range !== one.range;
    return [toLens(one, uri), ...(isLast ? stateLens(one, uri, open) : [])];
  });
}

function toLens({ action, range, node, graph }: Lens, uri: vscode.Uri): vscode.CodeLens {
  const named = [node, graph].filter((name) => name !== undefined);
  const { title, command } = looks[action]();
  return lens(range, title, command, [uri, ...named]);
}

function stateLens(
  { range, node, graph }: Lens,
  uri: vscode.Uri,
  open: readonly Session[],
): vscode.CodeLens[] {
  if (node === undefined) return [];
  const state = open
    .filter(({ state: { graph: shown } }) => graph === undefined || shown?.name === graph)
    .map((session) => stateText(session.state.nodes[node]))
    .find((text) => text !== undefined);
  if (state === undefined) return [];
  return [lens(range, state, commands.openCanvas, graph === undefined ? [uri] : [uri, graph])];
}

/** Functions, since the words of the person's language are known once VS Code started the extension. */
const looks: Readonly<Record<Lens["action"], () => { readonly title: string; readonly command: string }>> = {
  "open-canvas": () => ({
    title: withIcon("type-hierarchy-sub", vscode.l10n.t("Open canvas")),
    command: commands.openCanvas,
  }),
  "run-all": () => ({ title: withIcon("run-all", vscode.l10n.t("Run all")), command: commands.runAll }),
  "run-node": () => ({ title: withIcon("play", vscode.l10n.t("Run node")), command: commands.runNode }),
  "test-node": () => ({ title: vscode.l10n.t("Test node"), command: commands.testNode }),
  "debug-node": () => ({ title: vscode.l10n.t("Debug node"), command: commands.debugNode }),
};

function lens(range: Range, title: string, command: string, args: readonly unknown[]): vscode.CodeLens {
  return new vscode.CodeLens(toRange(range), { title, command, arguments: [...args] });
}

/** Uses a non-breaking space, because VS Code drops an ordinary space after an icon. */
function withIcon(icon: string, title: string): string {
  return `$(${icon})\u00a0${title}`;
}
