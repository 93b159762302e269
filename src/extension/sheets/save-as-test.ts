import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import { callsService } from "../../runtime/graph/node-kinds.ts";
import { stepsOf } from "../../runtime/graph/variants.ts";
import type { RecordingMode } from "../../runtime/protocol/canvas.ts";
import { recordingBeside } from "../../runtime/recordings/beside.ts";
import { isTestName, testPath } from "../../runtime/tests/test-paths.ts";
import type { Account } from "../account/account.ts";
import type { EngineClient } from "../engine/client.ts";
import type { Session } from "../engine/sessions.ts";
import { credentialsFor } from "../share/credentials.ts";
import { mayRun } from "../workspace/trust.ts";
import { recordInProcess } from "./record-process.ts";

interface SaveAsTestOptions {
  readonly engine: EngineClient;
  readonly account: Account;
  /** Folder of the bundles. */
  readonly dist: string;
}

/**
 * Makes a recorded test of the shown sheet: its inputs, picks and answers. The workflow runs once more for it, in a process of its
 * own, so that its calls are recorded and the test is known to pass. While calls are recorded
 * or replayed, the records answer.
 */
export async function saveAsTest(
  { engine, account, dist }: SaveAsTestOptions,
  session: Session,
): Promise<void> {
  if (!(await mayRun())) return;
  const { graph, sheets, sheet } = session.state;
  const shown = sheets.find(({ id }) => id === sheet);
  if (graph === undefined || shown === undefined) return;
  const name = await askName(shown.name);
  if (name === undefined) return;
  const path = testPath(session.file.fsPath, name);
  const services = graph.nodes.flatMap(stepsOf).filter((node) => callsService(node)).length;
  const recording = session.state.recording?.mode;
  if (!(await confirmed(path, services, recording))) return;
  const recorded = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Recording the test '{0}'", name),
      cancellable: true,
    },
    async (progress, token) =>
      recordInProcess({
        ...{ dist, file: session.file.fsPath, name, graph: graph.name, sheet: shown.name, token },
        data: engine.dataFolder.fsPath,
        calls: recording && {
          folder: recordingBeside(session.file.fsPath),
          live: recording === "record",
        },
        env: { ...(await credentialsFor(account, graph)), DAGGR_CACHE: engine.cacheFolder.fsPath },
        onNote: (message) => progress.report({ message }),
      }),
  );
  if (recorded.type === "stopped") return;
  if (recorded.type === "failed") throw new Error(recorded.message);
  const open = vscode.l10n.t("Open");
  const text = vscode.l10n.t(
    "The sheet was saved as the test {0}, which runs without a network.",
    basename(path),
  );
  // Not awaited: a canvas that asked for this goes on.
  void vscode.window.showInformationMessage(text, open).then(async (picked) => {
    if (picked === open) await vscode.window.showTextDocument(vscode.Uri.file(path));
  });
}

function askName(sheet: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t("Save as Test"),
    prompt: vscode.l10n.t("Name of the test. It is written beside the workflow."),
    value: isTestName(sheet) ? sheet : "",
    validateInput: (text) =>
      isTestName(text) ? undefined : vscode.l10n.t("This cannot be the name of a file."),
  });
}

/** Whether the person wants what this costs or replaces. Nothing is asked where it does neither. */
async function confirmed(
  path: string,
  services: number,
  recording: RecordingMode | undefined,
): Promise<boolean> {
  const replaces = existsSync(path);
  const mayCall = services > 0 && recording !== "replay";
  if (!replaces && !mayCall) return true;
  const calls =
    recording === "record"
      ? vscode.l10n.t(
          "The workflow runs once more. Recorded calls are not made again; those that are not recorded yet are made.",
        )
      : vscode.l10n.t(
          "The workflow runs once more. Its nodes that call Spaces and models ({0}) call them again, so that the test can run without them.",
          services,
        );
  const replaced = vscode.l10n.t("The test '{0}' is replaced.", basename(path));
  const detail = [...(mayCall ? [calls] : []), ...(replaces ? [replaced] : [])].join(" ");
  const record = vscode.l10n.t("Record");
  const message = vscode.l10n.t("Record this sheet as a test?");
  return (await vscode.window.showWarningMessage(message, { modal: true, detail }, record)) === record;
}
