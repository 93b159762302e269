import { relative } from "node:path";
import * as vscode from "vscode";
import type { ExtensionServices } from "../feature.ts";
import { exists } from "./workflow-file.ts";

/** A workflow file, or a folder with some, that gets another path keeps its sheets, and its canvas stays open. */
export function watchMoves({ engine, canvases, log }: ExtensionServices): vscode.Disposable {
  async function follow(files: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[]) {
    // The engine need not start where nothing was ever kept.
    if (!(await exists(engine.dataFolder))) return;
    const moved = files.map(({ oldUri, newUri }) => ({ from: oldUri.fsPath, to: newUri.fsPath }));
    await (await engine.calls()).moved({ files: moved });
    for (const { oldUri, newUri } of files) {
      await canvases.reopenMoved((file) => {
        const within = relative(oldUri.fsPath, file.fsPath);
        return within.startsWith("..") ? undefined : vscode.Uri.joinPath(newUri, within);
      });
    }
  }
  return vscode.workspace.onDidRenameFiles(({ files }) => {
    follow(files).catch((error: unknown) => {
      log.error("The sheets of a file that got another path could not follow it.", error);
    });
  });
}
