import * as vscode from "vscode";
import { makePrivateFolder } from "../../runtime/files/private-files.ts";
import type { Session } from "../engine/sessions.ts";
import type { ExtensionServices, Feature } from "../feature.ts";
import { commands } from "../ids.ts";
import { savedUri, workflowUri } from "../workspace/workflow-file.ts";
import { pageFolder } from "../canvas/page-folder.ts";
import { exportPage } from "./export-page.ts";
import { saveAsTest } from "./save-as-test.ts";
import { copySheet, exportSheet, importSheet } from "./transfer.ts";

/** Commands about sheets and where they are kept. */
export const sheetsFeature: Feature = {
  register(services) {
    const { engine } = services;
    const onSession = (act: (session: Session) => Promise<unknown>) => async () => {
      try {
        const session = await currentSession(services);
        if (session !== undefined) await act(session);
      } catch (error) {
        services.log.error("A command about sheets failed.", error);
        void vscode.window.showErrorMessage((error as Error).message);
      }
    };
    return vscode.Disposable.from(
      vscode.commands.registerCommand(
        commands.exportSheet,
        onSession((session) => exportSheet(engine, session)),
      ),
      vscode.commands.registerCommand(
        commands.exportPage,
        onSession((session) => exportPage({ engine, built: pageFolder(services.context) }, session)),
      ),
      vscode.commands.registerCommand(
        commands.saveAsTest,
        onSession((session) =>
          saveAsTest(
            { engine, account: services.account, dist: services.context.asAbsolutePath("dist") },
            session,
          ),
        ),
      ),
      vscode.commands.registerCommand(
        commands.importSheet,
        onSession((session) => importSheet(engine, session)),
      ),
      vscode.commands.registerCommand(
        commands.copySheet,
        onSession((session) => copySheet(engine, session)),
      ),
      vscode.commands.registerCommand(commands.clearSheet, onSession(clearSheet)),
      vscode.commands.registerCommand(commands.revealData, () => revealFolder(engine.dataFolder)),
    );
  },
};

/** The graph of the active canvas, else of the active editor. */
export async function currentSession({
  canvases,
  sessions,
}: ExtensionServices): Promise<Session | undefined> {
  if (canvases.active !== undefined) return canvases.active.session;
  const workflow = workflowUri(undefined);
  if (workflow !== undefined) {
    const file = await savedUri(workflow);
    return file && sessions.open(file);
  }
  void vscode.window.showInformationMessage(vscode.l10n.t("Open a workflow file or its canvas first."));
  return undefined;
}

async function clearSheet(session: Session): Promise<void> {
  const { sheet } = session.state;
  if (sheet === undefined) return;
  const before = await session.send({ type: "clear-sheet", request: 0, sheet });
  const undo = vscode.l10n.t("Undo");
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t("The sheet was cleared. Pinned and starred results stayed."),
    undo,
  );
  if (picked === undo && typeof before === "string")
    await session.send({ type: "restore-sheet", sheet: before, instead: sheet });
}

/** In the system's file manager; where the window has none (a browser, a remote machine), the path is shown. */
async function revealFolder(folder: vscode.Uri): Promise<void> {
  await makePrivateFolder(folder.fsPath);
  const known = await vscode.commands.getCommands(true);
  if (known.includes("revealFileInOS") && vscode.env.remoteName === undefined) {
    await vscode.commands.executeCommand("revealFileInOS", folder);
    return;
  }
  const copy = vscode.l10n.t("Copy Path");
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t("Daggr keeps the sheets of this workspace in {0}.", folder.fsPath),
    copy,
  );
  if (picked === copy) await vscode.env.clipboard.writeText(folder.fsPath);
}
