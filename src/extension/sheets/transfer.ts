import { basename } from "node:path";
import * as vscode from "vscode";
import type { EngineClient } from "../engine/client.ts";
import type { Session } from "../engine/sessions.ts";

const filters = { "Daggr sheet": ["daggr-sheet"] };

/** Lets the person choose where the shown sheet goes. Undefined: they chose nothing. */
export async function exportTarget(
  session: Session,
  extension: string,
  types: Record<string, string[]>,
): Promise<vscode.Uri | undefined> {
  const { state } = session;
  const sheet = state.sheets.find(({ id }) => id === state.sheet);
  const name = `${state.graph?.name ?? state.title} - ${sheet?.name ?? "sheet"}.${extension}`.replaceAll(
    /[\\/:*?"<>|]/g,
    "_",
  );
  return vscode.window.showSaveDialog({
    filters: types,
    defaultUri: vscode.Uri.joinPath(session.file, "..", name),
  });
}

/** Writes the shown sheet with its media into one file that the person chooses. */
export async function exportSheet(engine: EngineClient, session: Session): Promise<void> {
  const target = await exportTarget(session, "daggr-sheet", filters);
  if (target === undefined) return;
  await (await engine.calls()).exportSheet({ session: session.id, path: target.fsPath });
  void vscode.window.showInformationMessage(vscode.l10n.t("The sheet was exported to {0}.", target.fsPath));
}

/** Adds a sheet from a file that the person chooses, and shows it. A large one takes a while, and can be stopped. */
export async function importSheet(engine: EngineClient, session: Session): Promise<void> {
  const [source] = (await vscode.window.showOpenDialog({ filters, canSelectMany: false })) ?? [];
  if (source === undefined) return;
  const title = vscode.l10n.t("Importing the sheet '{0}'", basename(source.fsPath));
  const calls = await engine.calls();
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      try {
        await calls.importSheet({ session: session.id, path: source.fsPath }, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) throw error;
      }
    },
  );
}

/** Adds a copy of a sheet that was made under another name or with another graph, which the person chooses. */
export async function copySheet(engine: EngineClient, session: Session): Promise<void> {
  const calls = await engine.calls();
  const sheets = await calls.otherSheets({ session: session.id });
  if (sheets.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "There are no other sheets: neither of another graph nor of an earlier name of this one.",
      ),
    );
    return;
  }
  const items = sheets.map(({ id, name, usedAt, results, graph, file }) => ({
    id,
    label: name,
    description: file === undefined ? graph : `${graph} — ${basename(file)}`,
    detail: vscode.l10n.t("{0} results, last used {1}", results, new Date(usedAt).toLocaleString()),
  }));
  const title = vscode.l10n.t("Copy a Sheet to '{0}'", session.state.graph?.name ?? session.state.title);
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t("Sheets of other graphs and of earlier names"),
    matchOnDescription: true,
  });
  if (picked !== undefined) await calls.copySheet({ session: session.id, sheet: picked.id });
}
