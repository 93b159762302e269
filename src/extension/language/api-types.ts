import * as vscode from "vscode";
import type { TypesWanted, TypesWritten } from "../../runtime/protocol/language.ts";
import type { ExtensionServices } from "../feature.ts";
import { settings, workspaceKeys } from "../ids.ts";
import { workflowUri } from "../workspace/workflow-file.ts";

/** Writes the types of the Spaces that workflows name into the folders of their projects, where the person wants that. */
export class ApiTypes implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable[];
  /** Folders that the person was asked about in this session. */
  readonly #asked = new Set<string>();

  constructor(
    private readonly services: ExtensionServices,
    onChecked: vscode.Event<vscode.TextDocument>,
  ) {
    this.#subscriptions = [
      onChecked((document) => void this.#keepInStep(document)),
      vscode.workspace.onDidSaveTextDocument((document) => void this.#keepInStep(document)),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (!change.affectsConfiguration(`${settings.section}.${settings.types}`)) return;
        for (const document of vscode.workspace.textDocuments) void this.#keepInStep(document);
      }),
    ];
  }

  /** Asks every Space of the workflow now, and writes its types. */
  async writeNow(given: unknown): Promise<void> {
    const { window, l10n } = vscode;
    const uri = workflowUri(given);
    if (uri === undefined || !vscode.workspace.isTrusted || folderOf(uri) === undefined) {
      const text = l10n.t(
        "Open a workflow of a folder that is open and trusted: its types are written there.",
      );
      void window.showInformationMessage(text);
      return;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const title = l10n.t("Asking the Spaces…");
    const done = await window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
      this.#write(document, "renew"),
    );
    if (done === undefined)
      void window.showWarningMessage(
        l10n.t("No types were written: the file is no workflow, or its text changed. Try again."),
      );
    else if (done.failure !== undefined) void window.showErrorMessage(done.failure);
    else {
      const text = l10n.t("Types of {0} Spaces are in {1}.", done.spaces.length, done.folder);
      const none = l10n.t("There are none of {0}", done.unknown.join(" "));
      if (done.unknown.length > 0) void window.showWarningMessage(`${text} ${none}`);
      else void window.showInformationMessage(text);
    }
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Only what is saved counts: a name in the middle of typing may be that of another Space. */
  async #keepInStep(document: vscode.TextDocument): Promise<void> {
    const { uri } = document;
    if (document.isDirty || !vscode.workspace.isTrusted || folderOf(uri) === undefined) return;
    const wish = vscode.workspace.getConfiguration(settings.section, uri).get<string>(settings.types);
    if (wish !== "on" && wish !== "ask") return;
    if (wish === "ask") {
      const found = await this.#write(document, "look");
      if (found === undefined || !(await this.#mayWrite(found.folder))) return;
    }
    const done = await this.#write(document, "write");
    if (done?.failure !== undefined)
      this.services.log.warning(`Types of Spaces were not written: ${done.failure}`);
  }

  /** Asks once for each folder. */
  async #mayWrite(folder: string): Promise<boolean> {
    const { workspaceState } = this.services.context;
    const key = `${workspaceKeys.types}${folder}`;
    const known = workspaceState.get<boolean>(key);
    if (known !== undefined || this.#asked.has(folder)) return known ?? false;
    this.#asked.add(folder);
    const { l10n } = vscode;
    const [yes, later, never] = [l10n.t("Yes"), l10n.t("Not now"), l10n.t("Never")];
    const text = l10n.t(
      "Write types of the Spaces that workflows in '{0}' name? TypeScript then knows their endpoints and parameters. The files are .daggr/types and daggr.lock.json.",
      vscode.workspace.asRelativePath(folder),
    );
    const answer = await vscode.window.showInformationMessage(text, yes, later, never);
    if (answer === yes || answer === never) await workspaceState.update(key, answer === yes);
    return answer === yes;
  }

  #write(document: vscode.TextDocument, how: TypesWanted["how"]): Promise<TypesWritten | undefined> {
    const within = folderOf(document.uri);
    if (within === undefined) return Promise.resolve(undefined);
    return this.services.language.ask(document, (remote, of, signal) =>
      remote.writeTypes({ ...of, within, how }, signal),
    );
  }
}

/** The workspace folder of a file, in the form in which the language worker names files. */
function folderOf(uri: vscode.Uri): string | undefined {
  if (uri.scheme !== "file") return undefined;
  return vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath.replaceAll("\\", "/");
}
