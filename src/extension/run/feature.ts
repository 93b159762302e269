import * as vscode from "vscode";
import { nodesOf } from "../../runtime/graph/variants.ts";
import type { Session } from "../engine/sessions.ts";
import type { ExtensionServices, Feature } from "../feature.ts";
import { commands } from "../ids.ts";
import { currentSession } from "../sheets/feature.ts";
import { mayRun } from "../workspace/trust.ts";
import { savedUri } from "../workspace/workflow-file.ts";
import { debugNode } from "./debug.ts";
import { notifyOfLongRuns } from "./notification.ts";
import { recordingCommands } from "./recording.ts";
import { testNode } from "./test-node.ts";
import { runs } from "../../runtime/graph/node-kinds.ts";

/** Run All, Run Node…, Test Node…, Debug Node… and Stop, from the palette and from code lenses. */
export const runFeature: Feature = {
  register(services) {
    const onNode =
      (title: string, act: (session: Session, node: string) => Promise<unknown>) =>
      async (file?: unknown, node?: unknown, graph?: unknown): Promise<void> => {
        const session = await loadedSession(services, file, typeof graph === "string" ? graph : undefined);
        const name = session && (typeof node === "string" ? node : await pickNode(session, title));
        if (session !== undefined && name !== undefined) await act(session, name);
      };
    return vscode.Disposable.from(
      vscode.commands.registerCommand(commands.runAll, async (file?: unknown, graph?: unknown) => {
        const session = await loadedSession(services, file, typeof graph === "string" ? graph : undefined);
        await session?.send({ type: "run-all", forced: false });
      }),
      vscode.commands.registerCommand(
        commands.runNode,
        onNode(vscode.l10n.t("Run Node"), (session, node) =>
          session.send({ type: "run", node, mode: "to-here" }),
        ),
      ),
      vscode.commands.registerCommand(
        commands.testNode,
        onNode(vscode.l10n.t("Test Node"), (session, node) => testNode(services, session, node)),
      ),
      vscode.commands.registerCommand(
        commands.debugNode,
        onNode(vscode.l10n.t("Debug Node"), (session, node) => debugNode(services, session, node)),
      ),
      vscode.commands.registerCommand(commands.stop, async (_file?: unknown, node?: unknown) => {
        const stopping = services.sessions.all.filter((session) => session.state.run !== undefined);
        await Promise.all(
          stopping.map((session) =>
            session.send({ type: "stop", node: typeof node === "string" ? node : undefined }),
          ),
        );
      }),
      recordingCommands(services),
      notifyOfLongRuns(services),
    );
  },
};

/** The session a command is about, saved and loaded; if something is in the way, the person is told what. */
async function loadedSession(
  services: ExtensionServices,
  file: unknown,
  graph?: string,
): Promise<Session | undefined> {
  if (!(await mayRun())) return undefined;
  const uri = file instanceof vscode.Uri ? await savedUri(file) : undefined;
  if (file instanceof vscode.Uri && uri === undefined) return undefined;
  const session =
    uri === undefined ? await currentSession(services) : await services.sessions.open(uri, graph);
  if (session === undefined) return undefined;
  const document = vscode.workspace.textDocuments.find(
    (open) => open.uri.toString() === session.file.toString(),
  );
  // What runs is the file on disk: a lens is above the text on the screen, so that text is saved first.
  const loaded = document?.isDirty
    ? (await document.save()) && (await session.load())
    : await session.ensureLoaded();
  if (loaded) return session;
  const open = vscode.l10n.t("Open Canvas");
  const { loading } = session.state;
  const why =
    loading.kind === "failed"
      ? loading.failure.message
      : vscode.l10n.t("The workflow file could not be loaded.");
  void vscode.window.showErrorMessage(why, open).then((picked) => {
    if (picked === open) void services.canvases.open(session.file);
  });
  return undefined;
}

async function pickNode({ state }: Session, title: string): Promise<string | undefined> {
  const nodes = (state.graph === undefined ? [] : nodesOf(state.graph)).filter((node) => runs(node));
  const items = nodes.map((node) => ({ label: node.name, description: node.kind }));
  return (await vscode.window.showQuickPick(items, { title }))?.label;
}
