import * as vscode from "vscode";
import { questionText } from "../../mcp/safety/question-text.ts";
import { ToolError } from "../../mcp/safety/tool-error.ts";
import { nodeKinds } from "../../runtime/graph/node-kinds.ts";
import type { OutlineNode } from "../../runtime/protocol/language.ts";
import type { ExtensionServices } from "../feature.ts";
import type { EditorTool } from "./editor-tool.ts";
import { documentName, namedWorkflow } from "./named-workflow.ts";
import { runAndReport } from "./run-report.ts";

/** Shows the canvas beside the editor. That loads the file, so the person is asked first. */
export function showCanvasTool(services: ExtensionServices): EditorTool<"daggr_show_canvas"> {
  return {
    name: "daggr_show_canvas",
    prepare: async ({ file }) => ({
      invocationMessage: vscode.l10n.t("Opening the canvas"),
      confirmationMessages: {
        title: vscode.l10n.t("Open the canvas?"),
        message: await question(services, file, "load, and run nothing of,", { calls: false }),
      },
    }),
    run: async ({ file, graph }) => {
      mustBeTrusted();
      const document = await namedWorkflow(services, file);
      if (document.isUntitled) throw new ToolError(unsaved);
      const canvas = await services.canvases.open(document.uri, graph);
      const { graph: shown, loading } = (await canvas.content.opened).state;
      return { file: documentName(document), graph: shown?.name ?? null, loading: loading.kind };
    },
  };
}

/** Runs on the person's canvas and sheet, once they said yes. */
export function runTool(services: ExtensionServices): EditorTool<"daggr_run"> {
  return {
    name: "daggr_run",
    prepare: async ({ file, node }) => ({
      invocationMessage: vscode.l10n.t("Running the workflow"),
      confirmationMessages: {
        title: vscode.l10n.t("Run the workflow?"),
        message: await question(
          services,
          file,
          node === undefined ? "run all of it" : `run '${node}' and what it needs`,
          { calls: true },
        ),
      },
    }),
    run: async ({ file, graph, node }, token) => {
      mustBeTrusted();
      const document = await namedWorkflow(services, file);
      if (document.isUntitled) throw new ToolError(unsaved);
      // What runs is the file on disk.
      if (document.isDirty && !(await document.save()))
        throw new ToolError("The file could not be saved, so nothing was run.");
      return runAndReport(services, { file: document.uri, graph, node }, token);
    },
  };
}

const unsaved = "The file has no name yet. Ask the person to save it.";

/** @throws {ToolError} before the person is asked for something that would be refused, and before it is done */
function mustBeTrusted(): void {
  if (!vscode.workspace.isTrusted)
    throw new ToolError(
      "Workflows are loaded and run only in a trusted workspace. Ask the person to trust it.",
    );
}

/** What will happen, and which services that may call. */
async function question(
  services: ExtensionServices,
  file: string | undefined,
  what: string,
  { calls }: { readonly calls: boolean },
): Promise<string> {
  mustBeTrusted();
  const document = await namedWorkflow(services, file);
  const outline = await services.language.ask(document, (remote, of, signal) => remote.outline(of, signal));
  const called = calls ? (outline?.nodes ?? []).flatMap(servicesOf) : [];
  return questionText({ what, subject: documentName(document), ...(calls && { services: called }) });
}

function servicesOf(node: OutlineNode): readonly string[] {
  const { service } = nodeKinds[node.kind];
  const own = service === undefined ? [] : [`the ${service} ${node.target ?? "(known when it runs)"}`];
  return [...own, ...node.variants.flatMap(servicesOf)];
}
