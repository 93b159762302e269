import { dirname } from "node:path";
import * as vscode from "vscode";
import type { Outline } from "../../runtime/protocol/language.ts";
import { findTests } from "../../runtime/tests/find-tests.ts";
import { testSuffix } from "../../runtime/tests/test-paths.ts";
import { decodeSource } from "../../runtime/text/source-text.ts";
import { isWorkflowText } from "../../runtime/text/workflow-text.ts";
import type { ExtensionServices } from "../feature.ts";
import { toRange } from "../language/positions.ts";
import { looksLikeWorkflow } from "../workspace/workflow-file.ts";
import { nodeTests, type TestTarget } from "./targets.ts";

const sources = "**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}";
const others = "**/{node_modules,.*}/**";
/** Files that are looked at, and how many at a time. */
const maxFiles = 5000;
const atOnce = 20;

/**
 * The tests of the workspace's workflow files, found by reading: once the Test Explorer is open, and of files in an editor. Nothing is
 * loaded or run.
 */
export class TestTree implements vscode.Disposable {
  readonly #targets = new WeakMap<vscode.TestItem, TestTarget>();
  readonly #subscriptions: vscode.Disposable[];
  #watching: vscode.Disposable | undefined;

  constructor(
    readonly controller: vscode.TestController,
    private readonly services: ExtensionServices,
  ) {
    controller.resolveHandler = (item) => this.#guarded(() => this.resolve(item));
    controller.refreshHandler = () => this.#guarded(() => this.#findAll());
    const shown = (editor: vscode.TextEditor | undefined) => {
      if (editor === undefined || editor.document.uri.scheme !== "file") return;
      if (looksLikeWorkflow(editor.document)) void this.#guarded(() => this.#fill(editor.document.uri));
    };
    this.#subscriptions = [
      vscode.window.onDidChangeActiveTextEditor(shown),
      vscode.workspace.onDidSaveTextDocument((document) => {
        if (document === vscode.window.activeTextEditor?.document) shown(vscode.window.activeTextEditor);
      }),
    ];
    shown(vscode.window.activeTextEditor);
  }

  targetOf(item: vscode.TestItem): TestTarget | undefined {
    return this.#targets.get(item);
  }

  /** Finds the tests under an item, or the workflow files of the workspace. */
  async resolve(item?: vscode.TestItem): Promise<void> {
    if (item === undefined) await this.#findAll();
    else if (this.targetOf(item)?.kind === "workflow" && item.uri) await this.#fill(item.uri);
  }

  dispose(): void {
    this.#watching?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #findAll(): Promise<void> {
    this.#watching ??= this.#watch();
    const found = await vscode.workspace.findFiles(sources, others, maxFiles);
    const workflows = new Set<string>();
    for (let start = 0; start < found.length; start += atOnce)
      await Promise.all(
        found.slice(start, start + atOnce).map(async (uri) => {
          if (await isWorkflow(uri)) workflows.add(this.#itemOf(uri).id);
        }),
      );
    const { items } = this.controller;
    items.forEach(({ id }) => {
      if (!workflows.has(id)) items.delete(id);
    });
    const filled = [...items].map(([, item]) => item).filter(({ children }) => children.size > 0);
    await Promise.all(filled.map((item) => this.resolve(item)));
  }

  /** Files that come, change and go, also those that another program writes. */
  #watch(): vscode.Disposable {
    const code = vscode.workspace.createFileSystemWatcher(sources);
    const tests = vscode.workspace.createFileSystemWatcher(`**/*${testSuffix}`);
    const changed = (uri: vscode.Uri) =>
      this.#guarded(async () => {
        if (uri.path.includes("/node_modules/")) return;
        if (await isWorkflow(uri)) await this.#fill(uri);
        else this.controller.items.delete(uri.toString());
      });
    const besides = ({ fsPath }: vscode.Uri) =>
      this.#guarded(async () => {
        const items = [...this.controller.items].map(([, item]) => item);
        const near = items.filter(({ uri }) => uri && dirname(uri.fsPath) === dirname(fsPath));
        await Promise.all(near.map((item) => this.resolve(item)));
      });
    return vscode.Disposable.from(
      code,
      tests,
      ...[code.onDidCreate(changed), code.onDidChange(changed), code.onDidDelete(changed)],
      ...[tests.onDidCreate(besides), tests.onDidChange(besides), tests.onDidDelete(besides)],
    );
  }

  /** The item of a workflow file. */
  #itemOf(file: vscode.Uri): vscode.TestItem {
    const { items } = this.controller;
    const known = items.get(file.toString());
    if (known !== undefined) return known;
    const label = vscode.workspace.asRelativePath(file);
    const item = this.#make(label, { kind: "workflow", file }, file.toString(), file);
    item.canResolveChildren = true;
    items.add(item);
    return item;
  }

  async #fill(file: vscode.Uri): Promise<void> {
    const outline = await this.#outlineOf(file);
    const { tests, broken } = await findTests(file.fsPath);
    const item = this.#itemOf(file);
    const { t } = vscode.l10n;
    const child = (name: string, label: string, target: TestTarget, uri = file) =>
      this.#make(label, target, `${file.toString()}#${name}`, uri);
    const loads = child("loads", t("loads"), { kind: "loads", file });
    // Not as descriptions: a screen reader hears those in place of the names.
    const nodes = (outline === undefined ? [] : nodeTests(outline)).map((node) => {
      const { graph, range, service } = node;
      const notes = [graph, service ? t("calls a service") : undefined].filter(Boolean).join(", ");
      const label = notes === "" ? node.node : `${node.node} (${notes})`;
      const one = child(`node:${graph ?? ""}/${node.node}`, label, { kind: "node", file, ...node });
      one.range = toRange(range);
      return one;
    });
    const beside = (name: string, path: string, target: TestTarget) =>
      child(`recorded:${name}`, t("{0} (recorded)", name), target, vscode.Uri.file(path));
    const recorded = tests.map(({ name, path }) =>
      beside(name, path, { kind: "recorded", file, name, path }),
    );
    const unread = broken.map(({ name, path, message }) => {
      const one = beside(name, path, { kind: "broken", file, path, message });
      one.error = message;
      return one;
    });
    const children = [loads, ...nodes, ...recorded, ...unread];
    children.forEach((one, place) => (one.sortText = String(place).padStart(4, "0")));
    item.children.replace(children);
  }

  /** There is no answer where the text moves on meanwhile. */
  async #outlineOf(file: vscode.Uri): Promise<Outline | undefined> {
    let outline: Outline | undefined;
    for (let attempt = 0; attempt < 3 && outline === undefined; attempt++)
      outline = await this.services.language.outlineOf(file);
    return outline;
  }

  #make(label: string, target: TestTarget, id: string, uri: vscode.Uri): vscode.TestItem {
    const item = this.controller.createTestItem(id, label, uri);
    this.#targets.set(item, target);
    return item;
  }

  async #guarded(find: () => Promise<void>): Promise<void> {
    try {
      await find();
    } catch (error) {
      this.services.log.error("Tests could not be found.", error);
    }
  }
}

async function isWorkflow(uri: vscode.Uri): Promise<boolean> {
  try {
    // It may be gone by now, or nobody may read it.
    const source = decodeSource(Buffer.from(await vscode.workspace.fs.readFile(uri)));
    return source.kind === "text" && isWorkflowText(source.text);
  } catch {
    return false;
  }
}
