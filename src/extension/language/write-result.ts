import * as vscode from "vscode";
import type { TestOutcome } from "../../runtime/protocol/session.ts";
import type { LanguageClient } from "./client.ts";
import { toWorkspaceEdit } from "./paths.ts";

/** Writes what a test of a node returned into its workflow: as outputs of the node, or as a type beside it. */
export async function writeResult(
  client: LanguageClient,
  file: vscode.Uri,
  outcome: TestOutcome,
  as: "outputs" | "type",
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const { node, result, type } = outcome;
  const edits = await client.ask(document, (remote, of) =>
    as === "outputs" ? remote.writeOutputs({ ...of, node, result }) : remote.writeType({ ...of, node, type }),
  );
  if (edits === undefined || edits.length === 0) {
    const text =
      edits === undefined
        ? vscode.l10n.t("The place of {0} cannot be told from the code, so nothing was written.", node)
        : vscode.l10n.t("{0} names all its outputs already.", node);
    void vscode.window.showInformationMessage(text);
    return;
  }
  await vscode.window.showTextDocument(document);
  await vscode.workspace.applyEdit(toWorkspaceEdit(edits, (path) => client.uriOf(path)));
}
