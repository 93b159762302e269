import * as vscode from "vscode";
import type { NewNode } from "../../../runtime/protocol/language.ts";
import type { ExtensionServices } from "../../feature.ts";
import { exists } from "../../workspace/workflow-file.ts";
import { insertNode } from "./add-node.ts";
import type { LanguageClient } from "../client.ts";
import { pickEndpoint, pickSpace } from "./pick-space.ts";

/** A workflow that runs as it is: no network, no account. */
const starter = `import { FnNode, Graph, gr } from "daggr";

const greeting = new FnNode(({ name, times }) => Array(times).fill(\`Hello, \${name}!\`).join(" "), {
  inputs: {
    name: gr.Textbox({ label: "Name", value: "World" }),
    times: gr.Slider({ label: "Times", minimum: 1, maximum: 5, step: 1, value: 1 }),
  },
  outputs: { text: gr.Textbox({ label: "Greeting" }) },
});

export default new Graph({ name: "Hello", nodes: [greeting] });
`;

/** "Daggr: New Workflow": a starter, or a first node from a Space, in a new document. */
export async function newWorkflowCommand(
  { log }: ExtensionServices,
  client: LanguageClient,
  given?: unknown,
): Promise<void> {
  try {
    const kind = given === "function" || given === "space" ? given : await pickKind();
    if (kind === "function") await show(starter);
    if (kind !== "space") return;
    const space = await pickSpace(client);
    const endpoint = space === undefined ? undefined : await pickEndpoint(client, space);
    if (space === undefined || endpoint === undefined) return;
    const node: NewNode = { kind: "gradio", space, endpoint };
    await insertNode(await show(""), node, client);
  } catch (error) {
    log.error("A workflow could not be made.", error);
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

async function pickKind(): Promise<"function" | "space" | undefined> {
  const items = [
    {
      label: vscode.l10n.t("With a function"),
      description: vscode.l10n.t("runs at once, without network"),
      start: "function" as const,
    },
    {
      label: vscode.l10n.t("From a Space…"),
      description: vscode.l10n.t("a node for one of its endpoints"),
      start: "space" as const,
    },
  ];
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t("New workflow") }))?.start;
}

/** A new document under a name that it can be saved with. */
async function show(content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(await freeUri());
  const editor = await vscode.window.showTextDocument(document);
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), content));
  return document;
}

/** Of a file that is not there yet: `workflow.ts`, `workflow-2.ts`, … in the first folder of the workspace. */
async function freeUri(): Promise<vscode.Uri> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? "workflow.ts" : `workflow-${number}.ts`;
    const file = folder && vscode.Uri.joinPath(folder, name);
    const uri = file?.with({ scheme: "untitled" }) ?? vscode.Uri.from({ scheme: "untitled", path: name });
    const isOpen = vscode.workspace.textDocuments.some((open) => open.uri.toString() === uri.toString());
    if (!isOpen && !(file && (await exists(file)))) return uri;
  }
}
