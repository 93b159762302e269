import { existsSync } from "node:fs";
import { basename } from "node:path";
import * as vscode from "vscode";
import type { RecordingMode } from "../../runtime/protocol/canvas.ts";
import { recordingBeside } from "../../runtime/recordings/beside.ts";
import type { ExtensionServices } from "../feature.ts";
import { commands } from "../ids.ts";
import { currentSession } from "../sheets/feature.ts";
import { mayRun } from "../workspace/trust.ts";

/** Record Calls, Replay Recorded Calls, and back to calls that are made and not kept. The canvas shows which it is. */
export function recordingCommands(services: ExtensionServices): vscode.Disposable {
  const use = (mode: RecordingMode | undefined) => async (): Promise<void> => {
    if (!(await mayRun())) return;
    try {
      const session = await currentSession(services);
      if (session === undefined) return;
      if (mode === "replay") mustBeThere(recordingBeside(session.file.fsPath));
      await session.useRecording(mode);
    } catch (error) {
      services.log.error("Calls cannot be recorded or replayed.", error);
      void vscode.window.showErrorMessage((error as Error).message);
    }
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commands.recordCalls, use("record")),
    vscode.commands.registerCommand(commands.replayCalls, use("replay")),
    vscode.commands.registerCommand(commands.stopRecording, use(undefined)),
  );
}

function mustBeThere(folder: string): void {
  if (existsSync(folder)) return;
  throw new Error(
    vscode.l10n.t(
      "There is no recording '{0}' beside the workflow. Run \"Daggr: Record Calls\" and the workflow first.",
      basename(folder),
    ),
  );
}
