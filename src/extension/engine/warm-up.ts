import type * as vscode from "vscode";
import type { Log } from "../log.ts";
import type { EngineClient } from "./client.ts";

/** Milliseconds of quiet: what a person who just opened a file waits for goes first. */
const pause = 1500;

/**
 * Starts the engine while a person looks at a workflow, so that its canvas need not wait for it. No code of the workflow runs
 * before somebody asks for it.
 */
export class WarmUp implements vscode.Disposable {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly engine: EngineClient,
    private readonly log: Log,
  ) {}

  /** A workflow is looked at, or written. */
  soon(file: vscode.Uri): void {
    clearTimeout(this.#timer);
    if (this.engine.isRunning || file.scheme !== "file") return;
    this.#timer = setTimeout(() => {
      this.engine.calls(file).catch((error: unknown) => {
        this.log.error("The engine could not be started ahead of its first use.", error);
      });
    }, pause);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}
