import * as vscode from "vscode";
import type { StepFailure } from "../../runtime/failures/failure.ts";
import { printable } from "../../runtime/text/printable.ts";

/** In the output of a test run, which is a terminal. */
export function print(run: vscode.TestRun, item: vscode.TestItem, text: string): void {
  run.appendOutput(printable(text).replaceAll("\n", "\r\n"), undefined, item);
}

export function fail(
  run: vscode.TestRun,
  item: vscode.TestItem,
  failure: StepFailure,
  started: number,
): void {
  const { fullMessage = failure.message, help, at } = failure;
  const message = new vscode.TestMessage([fullMessage, help ?? ""].filter(Boolean).join("\n"));
  if (at !== undefined)
    message.location = new vscode.Location(vscode.Uri.file(at.file), new vscode.Position(at.line - 1, 0));
  else if (item.uri !== undefined && item.range !== undefined)
    message.location = new vscode.Location(item.uri, item.range);
  run.failed(item, message, performance.now() - started);
}
