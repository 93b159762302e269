import * as vscode from "vscode";
import type { PageView } from "../../runtime/protocol/canvas.ts";
import type { Feature } from "../feature.ts";
import { commands, views } from "../ids.ts";
import { savedUri, workflowUri } from "../workspace/workflow-file.ts";
import { CursorSync } from "./cursor-sync.ts";

/**
 * The commands "Daggr: Open Canvas" and "Daggr: Open App View", the restoring of canvases after a reload, and the highlighting of
 * a node in code and canvas.
 */
export const canvasFeature: Feature = {
  register({ canvases, sessions, places }) {
    const open = (view: PageView) => async (argument?: unknown, graph?: unknown) => {
      const workflow = workflowUri(argument);
      const shown = canvases.active;
      if (workflow === undefined && shown !== undefined) {
        await canvases.open(shown.content.file, shown.graphName, view);
        return;
      }
      if (workflow === undefined) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t(
            'Open a workflow file first: a TypeScript or JavaScript file that imports from "daggr".',
          ),
        );
        return;
      }
      const file = await savedUri(workflow);
      if (file) await canvases.open(file, typeof graph === "string" ? graph : undefined, view);
    };
    return vscode.Disposable.from(
      vscode.commands.registerCommand(commands.openCanvas, open("canvas")),
      vscode.commands.registerCommand(commands.openAppView, open("app")),
      vscode.window.registerWebviewPanelSerializer(views.canvas, canvases),
      new CursorSync(canvases, sessions, places),
    );
  },
};
