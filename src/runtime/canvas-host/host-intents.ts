import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { NodeDescription } from "../graph/description.ts";
import { nodesOf } from "../graph/variants.ts";
import type { Remedy } from "../protocol/canvas.ts";
import type { HostIntent, IntentOf } from "../protocol/intents.ts";
import type { Value } from "../values/value.ts";
import { hubEndpoint } from "../hub/endpoint.ts";
import type { CanvasHost, HostedFiles, HostedSession } from "./host.ts";
import { reportForAssistant } from "./assistant-report.ts";
import { findShownFile, ownEntry } from "./shown-files.ts";

/** What the intents of one canvas are carried out with. */
export interface HostTools {
  readonly session: HostedSession;
  readonly host: CanvasHost;
  readonly files: HostedFiles;
}

/** The answer to an intent that carries a request number. */
export type IntentAnswer = Value | Uint8Array | void;

type HostHandlers = {
  readonly [T in HostIntent["type"]]: (
    tools: HostTools,
    intent: IntentOf<T>,
  ) => IntentAnswer | Promise<IntentAnswer>;
};

/** One handler for each intent of the host: a missing one is a type error. */
const handlers: HostHandlers = {
  "go-to-code": ({ host }, { node }) => host.goToNode(node),
  "go-to-failure": async ({ host, session }, { node }) => {
    const at = failureLocation(session, node);
    if (at !== undefined) await host.goToLocation(at);
  },
  hover: ({ host }, { node }) => host.highlightNode(node),
  "open-page": async ({ host, session }, { node }) => {
    const address = pageOf(findNode(session, node));
    if (address !== undefined) await host.openAddress(address);
  },
  "open-graph": async ({ host, session }, { graph }) => {
    if (!session.state.graphs.includes(graph)) throw new Error(`There is no graph '${graph}' in this file.`);
    await host.openGraph(graph);
  },
  "copy-for-assistant": ({ host, session }, { node }) =>
    host.copyText(reportForAssistant(session.state, node)),
  "sign-in": ({ host }) => host.signIn(),
  "sign-in-to-app": async ({ host, session }, { node }) => {
    const signIn = ownEntry(session.state.nodes, node)?.failure?.signIn;
    if (signIn?.to === "app") await host.signInToApp(signIn.origin);
  },
  "show-logs": ({ host }) => host.showLogs(),
  trust: ({ host }) => host.manageTrust(),
  "stop-recording": ({ host }) => host.stopRecording(),
  load: (tools) => ensureRunnable(tools),
  "read-file": async (tools, { file, node }) => readFile((await shownFile(tools, node, file)).path),
  "open-file": async (tools, { file, name, node }) =>
    tools.host.openFile((await shownFile(tools, node, file, name)).path),
  "save-file": async (tools, { file, name, node }) => {
    const { path, ref } = await shownFile(tools, node, file, name);
    await tools.host.saveFile(path, basename(ref.name));
  },
  "open-value": async ({ host, session }, { node, port }) => {
    const { nodes, inputs } = session.state;
    const value = ownEntry(ownEntry(nodes, node)?.outputs, port) ?? ownEntry(inputs, node);
    if (value === undefined) throw new Error("There is no value yet. Run the node first.");
    if (typeof value === "string") await host.showText(value, "plaintext");
    else await host.showText(JSON.stringify(value, undefined, 2), "json");
  },
  "pick-file": async ({ host, files }) => {
    const path = await host.chooseFile();
    return path === undefined ? null : files.addFile({ path });
  },
  "export-sheet": ({ host }) => host.exportSheet(),
  "export-page": ({ host }) => host.exportPage(),
  "save-as-test": ({ host }) => host.saveAsTest(),
  "import-sheet": ({ host }) => host.importSheet(),
  "copy-sheet": ({ host }) => host.copySheet(),
};

/** Carries out what needs the host. Rejects with a message for the person. */
export async function carryOut(tools: HostTools, intent: HostIntent): Promise<IntentAnswer> {
  // The handler under a type takes the intents of that type, which TypeScript cannot follow through the union.
  const handler = handlers[intent.type] as (
    tools: HostTools,
    intent: HostIntent,
  ) => ReturnType<typeof carryOut>;
  return handler(tools, intent);
}

/**
 * Loads the workflow if it is not loaded yet. A restored canvas shows stored state only; its first run is the gesture that
 * loads the file.
 *
 * @throws where the workspace is not trusted or the file cannot be loaded
 */
export async function ensureRunnable({ host, session }: HostTools): Promise<void> {
  if (!host.isTrusted())
    throw new NotRunnable(
      "trusted",
      'Workflows cannot run because this workspace is not trusted. To trust it, run the command "Workspaces: Manage Workspace Trust".',
    );
  if (!(await session.ensureLoaded()))
    throw new NotRunnable(
      "loaded",
      "The workflow file could not be loaded. The message on the canvas says why.",
    );
}

/** Nothing can run until something is done first. */
export class NotRunnable extends Error {
  constructor(
    readonly until: Remedy,
    message: string,
  ) {
    super(message);
  }
}

function shownFile(
  { session, files }: HostTools,
  card: string,
  hash: string,
  name?: string,
): ReturnType<typeof findShownFile> {
  return findShownFile(session.state, files, card, hash, name);
}

function findNode({ state }: HostedSession, name: string): NodeDescription {
  const node = state.graph && nodesOf(state.graph).find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`There is no node '${name}' in this graph.`);
  return node;
}

/** Where a node's code failed, or, without a node, where loading the file did. */
function failureLocation({ state }: HostedSession, node: string | undefined) {
  const { loading } = state;
  if (node !== undefined) return ownEntry(state.nodes, node)?.failure?.at;
  return loading.kind === "failed" ? loading.failure.at : undefined;
}

/** The page of a Space or model. The address comes from the graph; the canvas only names the node. */
function pageOf(node: NodeDescription): string | undefined {
  const hub = hubEndpoint(process.env);
  if (node.kind === "inference") return `${hub}/${node.model}`;
  if (node.kind !== "gradio") return undefined;
  return /^https?:\/\//.test(node.space) ? node.space : `${hub}/spaces/${node.space}`;
}
