import * as vscode from "vscode";
import type { Session } from "../engine/sessions.ts";
import type { ExtensionServices } from "../feature.ts";

/** Runs one node alone and shows the shape of what came back, to be copied or looked at in full. */
export async function testNode({ engine }: ExtensionServices, session: Session, node: string): Promise<void> {
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Testing {0}", node) },
    async () => (await engine.calls()).test({ session: session.id, node }),
  );
  const copy = vscode.l10n.t("Copy Type");
  const show = vscode.l10n.t("Show Result");
  const picked = await vscode.window.showInformationMessage(
    vscode.l10n.t("{0} returns {1}", node, outcome.type),
    copy,
    show,
  );
  if (picked === copy) await vscode.env.clipboard.writeText(outcome.type);
  if (picked === show) {
    const content = JSON.stringify(outcome.result, undefined, 2);
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content, language: "json" }),
    );
  }
}
