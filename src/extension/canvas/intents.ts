import * as vscode from "vscode";
import { nodesOf } from "../../runtime/graph/nodes.ts";
import type { NodeDescription } from "../../runtime/graph/description.ts";
import type { Value } from "../../runtime/values/value.ts";
import type { Intent, IntentOf } from "../../runtime/protocol/intents.ts";
import type { Account } from "../account/account.ts";
import { promptForToken } from "../account/sign-in.ts";
import type { EngineClient } from "../engine/client.ts";
import type { Session } from "../engine/sessions.ts";
import { commands } from "../ids.ts";
import type { Places } from "../language/places.ts";
import { copySheet, exportSheet, importSheet } from "../sheets/transfer.ts";
import type { Canvases } from "./canvases.ts";
import { openFile, openValue, pickFile, readFile, saveFile } from "./files.ts";
import type { IntentHandler } from "./panel.ts";
import { reportForAssistant } from "./report.ts";

/** What the host does itself, since it needs VS Code; everything else is the engine's. */
type HostIntent =
  | "go-to-code"
  | "go-to-failure"
  | "hover"
  | "open-page"
  | "open-graph"
  | "copy-for-assistant"
  | "sign-in"
  | "show-logs"
  | "trust"
  | "load"
  | "read-file"
  | "save-file"
  | "open-file"
  | "open-value"
  | "pick-file"
  | "export-sheet"
  | "import-sheet"
  | "copy-sheet";

type HostHandlers = { readonly [T in HostIntent]: (session: Session, intent: IntentOf<T>) => MaybeAnswer };
type MaybeAnswer = Answer | PromiseLike<Answer>;
type Answer = Value | Uint8Array | void;

export function createIntentHandler(
  engine: EngineClient,
  account: Account,
  canvases: Canvases,
  places: Places,
): IntentHandler {
  const handlers: HostHandlers = {
    "go-to-code": async (session, { node }) => {
      const place = await places.placeOf(session, node);
      if (place !== undefined) await reveal(place);
    },
    "go-to-failure": (session, { node }) => revealFailure(session, node),
    hover: (session, { node }) => {
      canvases.hoverNode(session, node);
    },
    "open-page": (session, { node }) => openPage(findNode(session, node)),
    "open-graph": async (session, { graph }) => {
      if (!session.state.graphs.includes(graph))
        throw new Error(vscode.l10n.t("There is no graph '{0}' in this file.", graph));
      await canvases.open(session.file, graph);
    },
    "copy-for-assistant": (session, { node }) =>
      vscode.env.clipboard.writeText(reportForAssistant(session.state, node)),
    "sign-in": async () => {
      await promptForToken(account);
    },
    "show-logs": () => vscode.commands.executeCommand(commands.showLogs),
    trust: () => vscode.commands.executeCommand("workbench.trust.manage"),
    load: (session) => ensureRunnable(session),
    "read-file": (session, { file, node }) => readFile(engine, session, node, file),
    "save-file": (session, { file, node }) => saveFile(engine, session, node, file),
    "open-file": (session, { file, node }) => openFile(engine, session, node, file),
    "open-value": (session, { node, port }) => openValue(session, node, port),
    "pick-file": () => pickFile(engine),
    "export-sheet": (session) => exportSheet(engine, session),
    "import-sheet": (session) => importSheet(engine, session),
    "copy-sheet": (session) => copySheet(engine, session),
  };
  /** A canvas asks for a file right after it set it as an input: the state has it when the engine took that. */
  let setting: Promise<unknown> = Promise.resolve();
  return async (session, intent) => {
    if (isHostIntent(handlers, intent)) {
      if ("file" in intent) await setting;
      const handler = handlers[intent.type] as (session: Session, intent: Intent) => MaybeAnswer;
      return handler(session, intent);
    }
    if (runsCode(intent)) await ensureRunnable(session);
    const answer = session.send(intent);
    if (intent.type === "set-input") setting = Promise.allSettled([answer]);
    return answer;
  };
}

function isHostIntent(handlers: HostHandlers, intent: Intent): intent is IntentOf<HostIntent> {
  return Object.hasOwn(handlers, intent.type);
}

function runsCode(intent: Intent): boolean {
  return intent.type === "run" || intent.type === "run-all";
}

/** A restored canvas shows the stored snapshot; its first run is the gesture that loads the file. */
async function ensureRunnable(session: Session): Promise<void> {
  if (!vscode.workspace.isTrusted)
    throw new Error(
      vscode.l10n.t(
        "This workspace is not trusted, so no workflow runs. Trust it to run: Workspaces: Manage Workspace Trust.",
      ),
    );
  if (!(await session.ensureLoaded()))
    throw new Error(
      vscode.l10n.t("The workflow file could not be loaded. The message on the canvas says why."),
    );
}

function findNode(session: Session, name: string): NodeDescription {
  const node =
    session.state.graph && nodesOf(session.state.graph).find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(vscode.l10n.t("There is no node '{0}' in this graph.", name));
  return node;
}

/** Where a node's code failed, or, without a node, where loading the file did. */
async function revealFailure({ state }: Session, name: string | undefined): Promise<void> {
  const { loading } = state;
  const loadFailure = loading.kind === "failed" ? loading.failure : undefined;
  const at = (name === undefined ? loadFailure : state.nodes[name]?.failure)?.at;
  if (at === undefined) return;
  const position = new vscode.Position(at.line - 1, (at.column ?? 1) - 1);
  await reveal(new vscode.Location(vscode.Uri.file(at.file), position));
}

async function reveal({ uri, range }: vscode.Location): Promise<void> {
  const open = vscode.window.visibleTextEditors.find(
    (editor) => editor.document.uri.toString() === uri.toString(),
  );
  await vscode.window.showTextDocument(uri, {
    viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(range.start, range.start),
  });
}

/** The page of a Space or model. The address is made here from the graph; the canvas only names the node. */
async function openPage(node: NodeDescription): Promise<void> {
  const hub = process.env["HF_ENDPOINT"] ?? "https://huggingface.co";
  const address = pageOf(node, hub);
  if (address !== undefined) await vscode.env.openExternal(vscode.Uri.parse(address, true));
}

function pageOf(node: NodeDescription, hub: string): string | undefined {
  if (node.kind === "inference") return `${hub}/${node.model}`;
  if (node.kind !== "gradio") return undefined;
  return /^https?:\/\//.test(node.space) ? node.space : `${hub}/spaces/${node.space}`;
}
