import * as vscode from "vscode";
import type { NewNode } from "../../../runtime/protocol/language.ts";
import type { ExtensionServices } from "../../feature.ts";
import { looksLikeWorkflow } from "../../workspace/workflow-file.ts";
import type { LanguageClient } from "../client.ts";
import { pickEndpoint, pickSpace } from "./pick-space.ts";
import { pathOf, sourceLanguages, toWorkspaceEdit } from "../positions.ts";

/** "Daggr: Add Node from Space…": asks for a Space and an endpoint, and writes the node into the active workflow. */
export async function addNodeCommand(
  { log }: ExtensionServices,
  client: LanguageClient,
  given?: unknown,
): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !isSource(editor.document)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Open a TypeScript or JavaScript file first: the node is written there."),
    );
    return;
  }
  try {
    const node = isNewNode(given) ? given : await askForNode(client);
    if (node !== undefined) await insertNode(editor.document, node, client);
  } catch (error) {
    log.error("A node could not be added.", error);
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** Writes a node into a document and shows it. */
export async function insertNode(
  document: vscode.TextDocument,
  node: NewNode,
  client: LanguageClient,
): Promise<void> {
  const file = pathOf(document);
  if (file === undefined) return;
  const { remote } = client;
  const { version } = document;
  const edits = await remote.addNode({ file, version, node });
  if (edits === undefined || document.version !== version)
    throw new Error(vscode.l10n.t("The file was edited meanwhile, so nothing was written. Try again."));
  await vscode.workspace.applyEdit(
    toWorkspaceEdit(edits, (path) => client.uriOf(path)),
    { isRefactoring: false },
  );
  reveal(document, node);
}

function reveal(document: vscode.TextDocument, node: NewNode): void {
  const text = document.getText();
  const offset = text.lastIndexOf(JSON.stringify(node.kind === "gradio" ? node.space : node.model));
  const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
  if (offset < 0 || editor === undefined) return;
  const position = document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(
    new vscode.Range(position, position),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}

async function askForNode(client: LanguageClient): Promise<NewNode | undefined> {
  const space = await pickSpace(client);
  const endpoint = space === undefined ? undefined : await pickEndpoint(client, space);
  return space === undefined || endpoint === undefined ? undefined : { kind: "gradio", space, endpoint };
}

function isSource(document: vscode.TextDocument): boolean {
  return (
    looksLikeWorkflow(document) ||
    (sourceLanguages.has(document.languageId) && pathOf(document) !== undefined)
  );
}

function isNewNode(given: unknown): given is NewNode {
  if (typeof given !== "object" || given === null || !("kind" in given)) return false;
  const node = given as Partial<Record<"space" | "endpoint" | "model", unknown>> & { readonly kind: unknown };
  if (node.kind === "gradio") return typeof node.space === "string" && typeof node.endpoint === "string";
  return node.kind === "inference" && typeof node.model === "string";
}
