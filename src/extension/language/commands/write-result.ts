import * as vscode from "vscode";
import type { TextEdit } from "../../../runtime/protocol/language.ts";
import type { TestOutcome } from "../../../runtime/protocol/session.ts";
import type { LanguageClient } from "../client.ts";
import { toWorkspaceEdit } from "../positions.ts";

/** How a test result is written into the workflow: as the node's `outputs`, or as a type declared above the node. */
export type WriteAs = "outputs" | "type";

/** The ways in which a test result can be written into its workflow. A way that would change nothing is left out. */
export async function waysToWrite(
  client: LanguageClient,
  file: vscode.Uri,
  outcome: TestOutcome,
): Promise<readonly WriteAs[]> {
  const document = await vscode.workspace.openTextDocument(file);
  const ways: readonly WriteAs[] = ["outputs", "type"];
  const edits = await Promise.all(ways.map((as) => editsFor(client, document, outcome, as)));
  return ways.filter((_, index) => (edits[index]?.length ?? 0) > 0);
}

/** Writes what a test of a node returned into its workflow, as the text is now. */
export async function writeResult(
  client: LanguageClient,
  file: vscode.Uri,
  outcome: TestOutcome,
  as: WriteAs,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const edits = await editsFor(client, document, outcome, as);
  if (edits === undefined || edits.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "The code was edited since {0} was tested, so nothing was written. Test it again.",
        outcome.node,
      ),
    );
    return;
  }
  await vscode.window.showTextDocument(document);
  await vscode.workspace.applyEdit(toWorkspaceEdit(edits, (path) => client.uriOf(path)));
}

function editsFor(
  client: LanguageClient,
  document: vscode.TextDocument,
  { node, result, type }: TestOutcome,
  as: WriteAs,
): Promise<readonly TextEdit[] | undefined> {
  return client.ask(document, (remote, of) =>
    as === "outputs" ? remote.writeOutputs({ ...of, node, result }) : remote.writeType({ ...of, node, type }),
  );
}
