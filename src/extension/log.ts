import * as vscode from "vscode";
import { printable } from "../runtime/text/printable.ts";

const tokens = /\b(hf|api_org)_[A-Za-z0-9]{8,}/g;

/** The extension's output channel. Hugging Face tokens and control sequences never reach it. */
export class Log implements vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel("Daggr", { log: true });

  debug(text: string): void {
    this.#channel.debug(redact(text));
  }

  info(text: string): void {
    this.#channel.info(redact(text));
  }

  warning(text: string): void {
    this.#channel.warn(redact(text));
  }

  error(text: string, error?: unknown): void {
    const detail = error instanceof Error ? `\n${error.stack ?? error.message}` : "";
    this.#channel.error(redact(text + detail));
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

function redact(text: string): string {
  return printable(text).replace(tokens, "$1_…");
}
