import * as vscode from "vscode";
import { redact } from "../runtime/failures/redact.ts";
import { printable } from "../runtime/text/printable.ts";

/** The extension's output channel. The person's secrets and control sequences never reach it. */
export class Log implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel("Daggr", { log: true });

  debug(text: string): void {
    this.#channel.debug(clean(text));
  }

  info(text: string): void {
    this.#channel.info(clean(text));
  }

  warning(text: string): void {
    this.#channel.warn(clean(text));
  }

  error(text: string, error?: unknown): void {
    const detail = error instanceof Error ? `\n${error.stack ?? error.message}` : "";
    this.#channel.error(clean(text + detail));
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

function clean(text: string): string {
  return redact(printable(text));
}
