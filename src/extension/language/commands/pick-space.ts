import * as vscode from "vscode";
import type { LanguageClient } from "../client.ts";

/** Milliseconds without a key press before the Hub is searched. */
const PAUSE = 250;

/** Lets the person search the Hub, or type an id or address as it is. */
export function pickSpace(client: LanguageClient): Promise<string | undefined> {
  const pick = vscode.window.createQuickPick();
  pick.title = vscode.l10n.t("Add a node from which Space?");
  pick.placeholder = vscode.l10n.t("Search, or type owner/name or an address");
  let asked = 0;
  let timer: NodeJS.Timeout | undefined;
  const search = async (query: string): Promise<void> => {
    const mine = ++asked;
    pick.busy = true;
    const found = await client.remote.searchSpaces({ query }).catch(() => []);
    if (mine !== asked) return;
    pick.busy = false;
    const items = found.map(({ id, detail }) => ({ label: id, description: detail, alwaysShow: true }));
    const own = isAddress(query) && !items.some(({ label }) => label === query.trim());
    pick.items = own
      ? [{ label: query.trim(), description: vscode.l10n.t("use as it is"), alwaysShow: true }, ...items]
      : items;
  };
  return new Promise((resolve) => {
    pick.onDidChangeValue((query) => {
      clearTimeout(timer);
      timer = setTimeout(() => void search(query), PAUSE);
    });
    pick.onDidAccept(() => {
      const chosen = pick.selectedItems[0]?.label ?? (isAddress(pick.value) ? pick.value.trim() : undefined);
      resolve(chosen);
      pick.hide();
    });
    pick.onDidHide(() => {
      clearTimeout(timer);
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
    void search("");
  });
}

/** Lets the person choose one of a Space's endpoints; rejects where the Space cannot be asked. */
export async function pickEndpoint(client: LanguageClient, space: string): Promise<string | undefined> {
  const found = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Asking {0} for its API", space) },
    () => client.remote.endpoints({ space }),
  );
  if (found.length === 0) throw new Error(vscode.l10n.t("{0} has no API endpoints.", space));
  const items = found.map(({ name, detail, description }) => ({
    label: name,
    description: detail,
    ...(description && { detail: description }),
  }));
  if (items.length === 1) return items[0]?.label;
  const title = vscode.l10n.t("Which endpoint of {0}?", space);
  return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.label;
}

function isAddress(text: string): boolean {
  return /^[\w.-]+\/[\w.-]+$/.test(text.trim()) || /^https?:\/\/\S+$/.test(text.trim());
}
