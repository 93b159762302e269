import { writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { exportedPage } from "../../runtime/canvas-host/exported-page.ts";
import type { EngineClient } from "../engine/client.ts";
import { hostedFiles } from "../engine/hosted-files.ts";
import type { Session } from "../engine/sessions.ts";
import { exportTarget } from "./transfer.ts";

interface ExportPageOptions {
  readonly engine: EngineClient;
  /** Folder of the built webview. */
  readonly built: vscode.Uri;
}

/** Writes the shown sheet as a page that shows it by itself, to send to somebody. */
export async function exportPage({ engine, built }: ExportPageOptions, session: Session): Promise<void> {
  const target = await exportTarget(session, "html", { "Web page": ["html"] });
  if (target === undefined) return;
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Exporting the page") },
    async () => {
      const page = await exportedPage({
        session,
        files: hostedFiles(engine),
        built: built.fsPath,
        language: vscode.env.language,
        folder: dirname(session.file.fsPath),
      });
      await writeFile(target.fsPath, page);
    },
  );
  const open = vscode.l10n.t("Open");
  const text = vscode.l10n.t(
    "The page was exported to {0}. It holds all that the sheet shows, and loads nothing.",
    target.fsPath,
  );
  // Not awaited: a canvas that asked for this goes on.
  void vscode.window.showInformationMessage(text, open).then((picked) => {
    if (picked === open) void vscode.env.openExternal(target);
  });
}
