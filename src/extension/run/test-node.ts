import * as vscode from "vscode";
import type { TestOutcome } from "../../runtime/protocol/session.ts";
import type { Session } from "../engine/sessions.ts";
import type { ExtensionServices } from "../feature.ts";
import { waysToWrite, writeResult } from "../language/commands/write-result.ts";

/** Runs one node alone, shows the shape of what came back, and offers to write it into the workflow. */
export async function testNode(
  { engine, language }: ExtensionServices,
  session: Session,
  node: string,
): Promise<void> {
  const outcome = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Testing {0}", node) },
    async () => (await engine.calls()).test({ session: session.id, node }),
  );
  const { t } = vscode.l10n;
  const write = { outputs: t("Write as Outputs"), type: t("Write as Type") } as const;
  const offered: readonly { readonly title: string; act(): Promise<unknown> }[] = [
    ...(await waysToWrite(language, session.file, outcome)).map((as) => ({
      title: write[as],
      act: () => writeResult(language, session.file, outcome, as),
    })),
    { title: t("Copy Type"), act: async () => vscode.env.clipboard.writeText(outcome.type) },
    { title: t("Show Result"), act: () => showResult(outcome) },
  ];
  const picked = await vscode.window.showInformationMessage(
    t("{0} returns {1}", node, outcome.type),
    ...offered.map(({ title }) => title),
  );
  await offered.find(({ title }) => title === picked)?.act();
}

async function showResult({ result }: TestOutcome): Promise<void> {
  const content = JSON.stringify(result, undefined, 2);
  await vscode.window.showTextDocument(
    await vscode.workspace.openTextDocument({ content, language: "json" }),
  );
}
