import { basename } from "node:path";
import * as vscode from "vscode";
import type { ServeEvent } from "../../server/events.ts";
import type { ExtensionServices } from "../feature.ts";
import { commands } from "../ids.ts";
import { ServeProcess } from "./serve-process.ts";

export interface SharedWorkflowOptions {
  /** Options of `daggr serve`. */
  readonly options: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How VS Code leads to the server, where it is no tunnel that does. */
  readonly external?: vscode.Uri;
}

/** A workflow that a process of its own serves to others, as the status bar and a notification show it. */
export class SharedWorkflow implements vscode.Disposable {
  readonly #status = vscode.window.createStatusBarItem("daggr.shared", vscode.StatusBarAlignment.Left);
  readonly #process: ServeProcess;
  readonly #ended = new vscode.EventEmitter<void>();
  readonly onEnded = this.#ended.event;
  #address: string | undefined;
  #settled: (() => void) | undefined;
  /** It is reachable, or will never be. */
  readonly settled = new Promise<void>((resolve) => (this.#settled = resolve));

  constructor(
    private readonly services: ExtensionServices,
    private readonly file: vscode.Uri,
    { options, env, external }: SharedWorkflowOptions,
  ) {
    this.#process = new ServeProcess({
      dist: services.context.asAbsolutePath("dist"),
      file: file.fsPath,
      options,
      env,
      onEvent: (event) => this.#onEvent(event, external),
      onNote: (text) => services.log.info(`${this.#name}, shared: ${text}`),
      onFailed: (lastNote) => this.#fail(lastNote || vscode.l10n.t("The server of the workflow ended.")),
    });
    this.#status.name = vscode.l10n.t("Daggr: Shared Workflow");
    this.#status.command = { command: commands.share, title: "", arguments: [file] };
    this.#show("$(loading~spin)", vscode.l10n.t("Becoming reachable…"));
  }

  get #name(): string {
    return basename(this.file.fsPath);
  }

  /** Shows the address, to copy it or to end the sharing. */
  async tell(): Promise<void> {
    const address = this.#address;
    const [copy, open, stop] = [
      vscode.l10n.t("Copy Address"),
      vscode.l10n.t("Open"),
      vscode.l10n.t("Stop Sharing"),
    ];
    const text =
      address === undefined
        ? vscode.l10n.t("{0} has no address at the moment. It is tried again.", this.#name)
        : vscode.l10n.t("{0} is shared at {1}", this.#name, address);
    const buttons = address === undefined ? [stop] : [copy, open, stop];
    const picked = await vscode.window.showInformationMessage(text, ...buttons);
    if (picked === stop) await this.stop();
    if (picked === copy && address !== undefined) await vscode.env.clipboard.writeText(address);
    if (picked === open && address !== undefined)
      await vscode.env.openExternal(vscode.Uri.parse(address, true));
  }

  /** Resolves once nothing of it is reachable. */
  async stop(): Promise<void> {
    this.#end();
    await this.#process.stop();
  }

  dispose(): void {
    void this.stop();
  }

  #onEvent(event: ServeEvent, external: vscode.Uri | undefined): void {
    switch (event.event) {
      case "listening":
        if (external)
          this.#reachable(external.with({ query: new URL(event.address).search.slice(1) }).toString(true));
        return;
      case "shared":
        return this.#reachable(event.address);
      case "share-ended":
        if (event.final) return this.#fail([event.message, event.help].filter(Boolean).join(" "));
        this.#address = undefined;
        return this.#show("$(warning)", event.message);
      case "stopped":
        return;
    }
  }

  #reachable(address: string): void {
    const isFirst = this.#settled !== undefined;
    this.#address = address;
    this.#show(
      "$(broadcast)",
      vscode.l10n.t("Shared at {0}. Click to copy the address or to stop.", address),
    );
    this.#settle();
    if (isFirst) void this.tell();
  }

  #fail(why: string): void {
    this.#end();
    void this.#process.stop();
    const log = vscode.l10n.t("Show Logs");
    void vscode.window.showErrorMessage(`${this.#name}: ${why}`, log).then((picked) => {
      if (picked === log) this.services.log.show();
    });
  }

  #show(icon: string, tooltip: string): void {
    this.#status.text = `${icon} ${vscode.l10n.t("Shared: {0}", this.#name)}`;
    this.#status.tooltip = tooltip;
    this.#status.show();
  }

  #settle(): void {
    this.#settled?.();
    this.#settled = undefined;
  }

  #end(): void {
    this.#settle();
    this.#status.dispose();
    this.#ended.fire();
  }
}
