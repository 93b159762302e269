import * as vscode from "vscode";

/** Whether workflows may run here. If not, the person is told why, and can change it. */
export async function mayRun(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t("Manage Workspace Trust");
  const text = vscode.l10n.t(
    "Daggr runs workflows only in a trusted workspace, because a workflow is a program.",
  );
  if ((await vscode.window.showWarningMessage(text, manage)) === manage)
    await vscode.commands.executeCommand("workbench.trust.manage");
  return false;
}
