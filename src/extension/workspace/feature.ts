import * as vscode from "vscode";
import { WarmUp } from "../engine/warm-up.ts";
import type { Feature } from "../feature.ts";
import { commands, contextKeys } from "../ids.ts";
import { addTypesCommand } from "./add-types.ts";
import { watchChanges } from "./changes.ts";
import { watchMoves } from "./moves.ts";
import { showFirst } from "./show-first.ts";
import { looksLikeWorkflow } from "./workflow-file.ts";

/** The file under the cursor, saves, logs and caches: what ties the extension to the workspace. */
export const workspaceFeature: Feature = {
  register(services) {
    const { log, engine, language } = services;
    const warmUp = new WarmUp(engine, log);
    const refreshKey = (): void => {
      const document = vscode.window.activeTextEditor?.document;
      // Webviews have no text editor: the key keeps its value while the person works on the canvas.
      if (document === undefined && vscode.window.tabGroups.activeTabGroup.activeTab !== undefined) return;
      const isWorkflow = document !== undefined && looksLikeWorkflow(document);
      void vscode.commands.executeCommand("setContext", contextKeys.workflow, isWorkflow);
      if (isWorkflow) warmUp.soon(document.uri);
    };
    refreshKey();
    showFirst(services);
    return vscode.Disposable.from(
      warmUp,
      vscode.window.onDidChangeActiveTextEditor(refreshKey),
      vscode.workspace.onDidOpenTextDocument(refreshKey),
      vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.document === vscode.window.activeTextEditor?.document) refreshKey();
      }),
      watchChanges(services),
      watchMoves(services),
      vscode.commands.registerCommand(commands.addTypes, () => addTypesCommand(services.context)),
      vscode.commands.registerCommand(commands.showLogs, () => {
        log.show();
      }),
      vscode.commands.registerCommand(commands.clearApiCache, async () => {
        await Promise.all([(await engine.calls()).forgetServices({ apiCache: true }), language.clearCache()]);
        void vscode.window.showInformationMessage(
          vscode.l10n.t(
            "The cached API information was cleared. It is fetched again when it is next needed.",
          ),
        );
      }),
    );
  },
};
