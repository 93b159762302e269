import * as vscode from "vscode";
import type { ExtensionServices } from "../feature.ts";

/** Runs of at least this many milliseconds are reported, since people may have looked away. */
const LONG = 10_000;

/** Reports the end of a long run, but only if its canvas is not in view. */
export function notifyOfLongRuns({ engine, sessions, canvases }: ExtensionServices): vscode.Disposable {
  return engine.onEvent((event) => {
    if (event.type !== "run-ended" || event.duration < LONG) return;
    const session = sessions.byId(event.session);
    if (session === undefined || canvases.of(session).some((canvas) => canvas.visible)) return;
    const name = session.state.graph?.name ?? session.state.title;
    const seconds = Math.round(event.duration / 1000);
    const show = vscode.l10n.t("Open Canvas");
    const answer =
      event.failed.length === 0
        ? vscode.window.showInformationMessage(
            vscode.l10n.t("{0} finished after {1} s.", name, seconds),
            show,
          )
        : vscode.window.showWarningMessage(
            vscode.l10n.t("{0} ended after {1} s. Failed: {2}.", name, seconds, event.failed.join(", ")),
            show,
          );
    void answer.then((picked) => {
      if (picked === show) void canvases.open(session.file);
    });
  });
}
