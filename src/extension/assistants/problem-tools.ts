import * as vscode from "vscode";
import { namedFixes } from "../../mcp/choose-fixes.ts";
import { told } from "../../mcp/diagnostics.ts";
import { ToolError } from "../../mcp/safety/tool-error.ts";
import { compatible } from "../../runtime/check/edit/apply.ts";
import type { Diagnostic } from "../../runtime/protocol/language.ts";
import type { ExtensionServices } from "../feature.ts";
import { toWorkspaceEdit } from "../language/positions.ts";
import type { EditorTool } from "./editor-tool.ts";
import { documentName, nameOf, namedWorkflow } from "./named-workflow.ts";

/** How often a text that changes while it is looked at is looked at again. */
const tries = 5;

/** Problems of the text on the screen, as `daggr check --json` prints those of a file. */
export function problemsTool(services: ExtensionServices): EditorTool<"daggr_problems"> {
  return {
    name: "daggr_problems",
    prepare: ({ file }) => ({ invocationMessage: vscode.l10n.t("Checking {0}", file ?? workflow()) }),
    run: async ({ file }) => {
      const document = await namedWorkflow(services, file);
      return state(document, await problemsOf(services, document));
    },
  };
}

/** Fixes written into the text on the screen: the person sees them, and undoes them by one key. */
export function fixTool(services: ExtensionServices): EditorTool<"daggr_fix"> {
  return {
    name: "daggr_fix",
    prepare: ({ file }) => ({ invocationMessage: vscode.l10n.t("Fixing {0}", file ?? workflow()) }),
    run: async ({ file, fixes }) => {
      const document = await namedWorkflow(services, file);
      const { version } = document;
      const found = await problemsOf(services, document);
      const chosen = compatible(fixes === undefined ? safe(found) : namedFixes(fixes, found));
      const edits = chosen.flatMap((fix) => fix.edits);
      if (document.version !== version) throw new ToolError(editedMeanwhile());
      if (edits.length > 0) {
        const change = toWorkspaceEdit(edits, (path) => services.language.uriOf(path));
        if (!(await vscode.workspace.applyEdit(change))) throw new ToolError(editedMeanwhile());
      }
      const fixed = chosen.map(({ title }) => title);
      return { fixed, ...state(document, await problemsOf(services, document)) };
    },
  };
}

function state(document: vscode.TextDocument, found: readonly Diagnostic[]) {
  return { file: documentName(document), unsaved: document.isDirty, diagnostics: told(found, { nameOf }) };
}

/** The first fix of each problem that cannot change what the workflow means. */
function safe(found: readonly Diagnostic[]) {
  return found.flatMap(({ fixes: [first] }) => (first?.safe && first.edits.length > 0 ? [first] : []));
}

async function problemsOf(
  { language }: ExtensionServices,
  document: vscode.TextDocument,
): Promise<readonly Diagnostic[]> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const found = await language.ask(document, (remote, of, signal) => remote.check(of, signal));
    if (found !== undefined) return found;
  }
  throw new ToolError(editedMeanwhile());
}

function editedMeanwhile(): string {
  return "The file was edited meanwhile. Ask again.";
}

function workflow(): string {
  return vscode.l10n.t("the workflow");
}
