import * as vscode from "vscode";
import type { Feature } from "../feature.ts";
import { commands, views } from "../ids.ts";
import { savedUri, workflowUri } from "../workspace/workflow-file.ts";
import { CursorSync } from "./cursor-sync.ts";

/** The command "Daggr: Open Canvas", the restoring of canvases after a reload, and the highlighting of a node in code and canvas. */
export const canvasFeature: Feature = {
  register({ canvases, sessions, places }) {
    return vscode.Disposable.from(
      vscode.commands.registerCommand(commands.openCanvas, async (argument?: unknown, graph?: unknown) => {
        const workflow = workflowUri(argument);
        if (workflow === undefined) {
          void vscode.window.showInformationMessage(
            vscode.l10n.t(
              'Open a workflow file first: a TypeScript or JavaScript file that imports from "daggr".',
            ),
          );
          return;
        }
        const file = await savedUri(workflow);
        if (file) await canvases.open(file, typeof graph === "string" ? graph : undefined);
      }),
      vscode.window.registerWebviewPanelSerializer(views.canvas, canvases),
      new CursorSync(canvases, sessions, places),
    );
  },
};
