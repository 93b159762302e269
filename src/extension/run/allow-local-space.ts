import * as vscode from "vscode";
import type { LocalSpaceAnswer, LocalSpaceRequest } from "../../runtime/protocol/local-spaces.ts";

/** Asks whether a Space may be cloned, installed and run on this machine. The engine asks once for each Space. */
export async function askLocalSpace({ space, page, folder }: LocalSpaceRequest): Promise<LocalSpaceAnswer> {
  const run = vscode.l10n.t("Run on This Machine");
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Do you trust the Space "{0}"?', space),
    {
      modal: true,
      detail: vscode.l10n.t(
        "The workflow wants to run it on this machine: it is cloned from {0} to {1}, the packages that it names are installed there, and its code runs with all your rights. You are asked once for each Space.",
        page,
        folder,
      ),
    },
    run,
  );
  return chosen === run
    ? { kind: "allowed" }
    : {
        kind: "refused",
        help: vscode.l10n.t(
          "Run the step again and allow it, or leave runLocally out to use the Space on Hugging Face.",
        ),
      };
}
