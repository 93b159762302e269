import * as vscode from "vscode";
import type { ExtensionServices } from "../feature.ts";
import { views } from "../ids.ts";

/**
 * `npm start` names the workflow that its window shows first, with its canvas next to it. Only a window that was started to
 * develop the extension does that; running `npm start` is the person's gesture.
 */
export function showFirst({ context, canvases, log }: ExtensionServices): void {
  const path = process.env["DAGGR_START"];
  if (path === undefined || context.extensionMode !== vscode.ExtensionMode.Development) return;
  // After a reload VS Code brings the canvas back by itself.
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  if (
    tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(views.canvas))
  )
    return;
  const file = vscode.Uri.file(path);
  void Promise.resolve(vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.One }))
    .then(() => canvases.open(file))
    .catch((error: unknown) => {
      log.error(`The workflow '${path}' could not be shown.`, error);
    });
}
