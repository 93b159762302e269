import * as vscode from "vscode";
import type { EngineClient } from "../engine/client.ts";
import type { Session } from "../engine/sessions.ts";

const filters = { "Daggr sheet": ["daggr-sheet"] };

/** Writes the shown sheet with its media into one file that the person chooses. */
export async function exportSheet(engine: EngineClient, session: Session): Promise<void> {
  const { state } = session;
  const sheet = state.sheets.find(({ id }) => id === state.sheet);
  const name = `${state.graph?.name ?? state.title} - ${sheet?.name ?? "sheet"}.daggr-sheet`.replaceAll(
    /[\\/:*?"<>|]/g,
    "_",
  );
  const target = await vscode.window.showSaveDialog({
    filters,
    defaultUri: vscode.Uri.joinPath(session.file, "..", name),
  });
  if (target === undefined) return;
  await (await engine.calls()).exportSheet({ session: session.id, path: target.fsPath });
  void vscode.window.showInformationMessage(vscode.l10n.t("The sheet was exported to {0}.", target.fsPath));
}

/** Adds a sheet from a file that the person chooses, and shows it. */
export async function importSheet(engine: EngineClient, session: Session): Promise<void> {
  const [source] = (await vscode.window.showOpenDialog({ filters, canSelectMany: false })) ?? [];
  if (source !== undefined)
    await (await engine.calls()).importSheet({ session: session.id, path: source.fsPath });
}
