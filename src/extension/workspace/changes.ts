import * as vscode from "vscode";
import type { ExtensionServices } from "../feature.ts";

/** Milliseconds within which the watcher reports a save that VS Code has reported itself. */
const echo = 2000;

/**
 * Notifies the engine which files changed, so that open canvases redraw: saved in VS Code, or written or taken away by another
 * program (a coding assistant, git). Files that no open graph uses are ignored there; without an open graph nothing is sent.
 */
export function watchChanges({ engine, sessions, log }: ExtensionServices): vscode.Disposable {
  const saved = new Map<string, number>();
  const tell = (path: string): void => {
    if (sessions.all.length === 0 || !vscode.workspace.isTrusted) return;
    engine
      .calls()
      .then((calls) => calls.saved({ paths: [path] }))
      .catch((error: unknown) => {
        log.error("A changed file could not be loaded again.", error);
      });
  };
  const changed = ({ fsPath }: vscode.Uri): void => {
    const last = saved.get(fsPath);
    if (last === undefined || Date.now() - last > echo) tell(fsPath);
  };
  const watching: vscode.Disposable[] = [];
  const watch = (): void => {
    if (watching.length > 0) return;
    const watcher = vscode.workspace.createFileSystemWatcher("**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json,env}");
    watching.push(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      // VS Code reports no save with which it could be confused.
      watcher.onDidDelete(({ fsPath }) => tell(fsPath)),
    );
  };
  return vscode.Disposable.from(
    { dispose: () => watching.forEach((one) => void one.dispose()) },
    sessions.onDidOpen(watch),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      saved.set(uri.fsPath, Date.now());
      tell(uri.fsPath);
    }),
  );
}
