import { basename, dirname } from "node:path";
import type { GraphDescription, InputId } from "../graph/description.ts";
import { nodesOf } from "../graph/nodes.ts";
import { findRename } from "../graph/rename.ts";
import type { Value } from "../graph/value.ts";
import { outlineOf } from "../plan/outline.ts";
import { plan, type Scope } from "../plan/planner.ts";
import type { Generation } from "../process/generation.ts";
import type { CanvasState, Layout, LoadingState, Notice } from "../protocol/canvas.ts";
import { failureOf } from "../run/failure.ts";
import type { Run, RunListener } from "../run/run.ts";
import type { StepFailure } from "../run/step.ts";
import type { GraphKey, SheetId, SheetStore, SheetSummary } from "../sheets/store.ts";
import { Commits } from "./commits.ts";
import { fileInputs } from "./file-inputs.ts";
import {
  graphKey,
  rememberCommits,
  rememberedCommits,
  rememberedFile,
  rememberedGraph,
  rememberedLayout,
  rememberFile,
  rememberGraph,
  rememberLayout,
} from "./notes.ts";
import { OpenSheet } from "./open-sheet.ts";
import type { EngineContext } from "./parts.ts";
import type { SharedKnowledge } from "./sheet-data.ts";
import type { RunEnd } from "./sheet-runs.ts";
import { testNode, type TestResult } from "./test-node.ts";

const emptyLayout: Layout = { cards: {} };

/** One graph of one workflow file: its code, its sheets, and everything that happens on them. */
export class GraphSession {
  graph: GraphDescription | undefined;
  key: GraphKey = "";
  store: SheetStore;
  sheets: readonly SheetSummary[] = [];
  generation: Generation | undefined;
  commits: Commits;
  #graphs: readonly string[] = [];
  #loading: LoadingState = { kind: "snapshot" };
  #layout: Layout = emptyLayout;
  #files: readonly string[] = [];
  #fileInputs: ReadonlyMap<InputId, Value> = new Map();
  readonly #notices = new Map<string, Notice>();
  readonly #open = new Map<SheetId, Promise<OpenSheet>>();
  readonly #opened = new Set<OpenSheet>();
  #load: { readonly abort: AbortController; readonly done: Promise<boolean> } | undefined;
  #account: CanvasState["account"] = { signedIn: false };

  constructor(
    readonly file: string,
    readonly wanted: string | undefined,
    readonly context: EngineContext,
    private readonly events: { ended(end: RunEnd): void },
  ) {
    this.store = context.parts.store;
    this.commits = this.#commitsOf({});
    for (const text of this.store.notices) this.#notice("warning", text);
  }

  /** Shows what was remembered; loads nothing. */
  async open(): Promise<void> {
    const remembered = await rememberedFile(this.store, this.file);
    const name = this.wanted ?? remembered?.graph;
    const key = name === undefined ? undefined : remembered?.graphs[name];
    void this.accountChanged();
    if (key === undefined) return;
    this.#graphs = Object.keys(remembered!.graphs);
    const graph = await rememberedGraph(this.store, key);
    if (!graph || !isSound(graph)) return;
    await this.#useKey(key, this.store);
    this.graph = graph;
    this.commits.setGraph(graph);
    this.#layout = (await rememberedLayout(this.store, key)) ?? emptyLayout;
  }

  get loading(): LoadingState {
    return this.#loading;
  }

  /** Whether saving a file concerns this session. */
  uses(path: string): boolean {
    return path === this.file || this.#files.includes(path);
  }

  /** Loads the file in new processes. Resolves with whether that worked; the last good graph stays where it did not. */
  load(): Promise<boolean> {
    this.#load?.abort.abort();
    const abort = new AbortController();
    const done = this.#loadNow(abort.signal).then((ok) =>
      // A newer load took over: its outcome is what counts.
      this.#load && this.#load.abort !== abort ? this.#load.done : ok,
    );
    this.#load = { abort, done };
    return done;
  }

  async ensureLoaded(): Promise<boolean> {
    if (this.generation && this.#loading.kind === "ready") return true;
    return this.#load && this.#loading.kind === "loading" ? this.#load.done : this.load();
  }

  async #loadNow(signal: AbortSignal): Promise<boolean> {
    if (!this.context.trusted) {
      return this.#failedToLoad({
        message: "This workspace is not trusted, so its workflows do not run.",
        help: "Trust the workspace to load the file.",
      });
    }
    this.#setLoading({ kind: "loading" });
    const outcome = await this.context.parts.processes
      .load(this.file, {
        signal,
        timeout: this.context.settings.loadTimeout,
        requests: {
          test: (graph, node, inputs) => this.#testFor(graph, node, inputs),
        },
      })
      .catch((error: unknown) => ({ type: "failed" as const, failure: failureOf(error), files: [] }));
    if (signal.aborted) {
      if (outcome.type === "loaded") await outcome.generation.dispose();
      return false;
    }
    if (outcome.type === "failed") {
      this.#files = outcome.files.length > 0 ? outcome.files : this.#files;
      return this.#failedToLoad(outcome.failure);
    }
    try {
      await this.#adopt(outcome.generation);
      return true;
    } catch (error) {
      await outcome.generation.dispose();
      return this.#failedToLoad(failureOf(error));
    }
  }

  #failedToLoad(failure: StepFailure): false {
    this.#setLoading({ kind: "failed", failure });
    return false;
  }

  #setLoading(loading: LoadingState): void {
    this.#loading = loading;
    this.#broadcast({ loading });
  }

  /** Takes over a version of the file: its graph, its code for what runs from now on. */
  async #adopt(generation: Generation): Promise<void> {
    const { description } = generation;
    const graph = chooseGraph(description.graphs, this.wanted);
    outlineOf(graph, {});
    this.#files = description.files;
    this.#graphs = description.graphs.map(({ name }) => name);
    const store =
      graph.persistKey === false ? await this.context.parts.memoryStore() : this.context.parts.store;
    const key = graphKey(this.file, graph);
    const sameKey = key === this.key && store === this.store;
    if (!sameKey) await this.#useKey(key, store);
    else await this.#followRename(graph);
    this.#fileInputs = await fileInputs(graph, this.context.parts.media, dirname(this.file));
    this.generation?.retire();
    this.generation = generation;
    this.graph = graph;
    this.commits.setGraph(graph);
    for (const id of [...this.#notices.keys()]) if (id.startsWith("load ")) this.#notices.delete(id);
    for (const text of generation.notices) this.#notice("information", text, "load ");
    this.#loading = { kind: "ready" };
    // The one that a canvas will show first.
    await this.openSheet();
    this.#rebuild();
    void this.arrange();
    void this.compareCommits();
    void this.#remember(graph, description.graphs).catch((error: unknown) => this.#unsaved(error));
  }

  async #remember(graph: GraphDescription, graphs: readonly GraphDescription[]): Promise<void> {
    await rememberGraph(this.store, this.key, graph);
    if (this.store !== this.context.parts.store) return;
    const keys = Object.fromEntries(graphs.map((one) => [one.name, graphKey(this.file, one)]));
    await rememberFile(this.store, this.file, { graph: graph.name, graphs: keys });
  }

  /** Changes to the sheets of another key: the graph's name or its persist key is another one. */
  async #useKey(key: GraphKey, store: SheetStore): Promise<void> {
    for (const sheet of this.#opened) sheet.dispose();
    const shown = [...this.#opened];
    this.#opened.clear();
    this.#open.clear();
    this.key = key;
    this.store = store;
    this.sheets = await store.openGraph(key);
    this.commits = this.#commitsOf(await rememberedCommits(store, key));
    const [first] = this.sheets;
    for (const before of shown) {
      if (before.listeners.size === 0 || !first) continue;
      const sheet = await this.openSheet(first.id);
      for (const listener of before.listeners) sheet.listeners.add(listener);
    }
  }

  #commitsOf(accepted: Record<string, string>): Commits {
    return new Commits(
      this.context.parts.services,
      accepted,
      () => this.context.settings.dependencyCheck,
      (all) =>
        void rememberCommits(this.store, this.key, all).catch((error: unknown) => this.#unsaved(error)),
    );
  }

  /** If exactly one node was renamed, everything under its name moves along. */
  async #followRename(graph: GraphDescription): Promise<void> {
    const rename = this.graph && findRename(this.graph, graph);
    if (!rename) return;
    for (const sheet of this.#opened) await sheet.data.saved();
    await this.store.renameNode(this.key, rename.from, rename.to);
    for (const sheet of this.#opened) await sheet.data.reload();
  }

  /** A sheet of this graph, the last used one where none is named. */
  openSheet(id?: SheetId): Promise<OpenSheet> {
    const wanted = id ?? this.sheets[0]?.id;
    if (wanted === undefined || (id !== undefined && !this.sheets.some((sheet) => sheet.id === id))) {
      return Promise.reject(new Error("There is no such sheet."));
    }
    let opening = this.#open.get(wanted);
    if (!opening) {
      opening = this.#openSheet(wanted);
      this.#open.set(wanted, opening);
      opening.catch(() => this.#open.delete(wanted));
    }
    return opening;
  }

  async #openSheet(id: SheetId): Promise<OpenSheet> {
    const loaded = await this.store.loadSheet(id);
    const shared: SharedKnowledge = {
      acceptedCommit: (node) => this.commits.acceptedCommit(node),
      fileInput: (input) => this.#fileInputs.get(input),
    };
    const sheet = new OpenSheet(loaded, this.store, shared, this.#base(id), this.context, {
      unsaved: (error) => this.#unsaved(error),
      ended: (end) => this.events.ended(end),
    });
    this.#opened.add(sheet);
    sheet.view.rebuild();
    return sheet;
  }

  get openSheets(): ReadonlySet<OpenSheet> {
    return this.#opened;
  }

  /** What a canvas shows where there is no sheet yet. */
  emptyState(): CanvasState {
    return {
      ...this.#base(undefined),
      ...{ inputs: {}, picks: {}, positions: {}, sizes: {}, compact: {}, kept: {}, partial: {} },
      nodes: {},
      preview: { run: [], reused: [] },
      canUndo: false,
      canRedo: false,
    };
  }

  #base(sheet: SheetId | undefined): ConstructorParameters<typeof OpenSheet>[3] {
    return {
      revision: 0,
      title: basename(this.file),
      graph: this.graph,
      graphs: this.#graphs,
      loading: this.#loading,
      layout: this.#layout,
      sheets: this.sheets,
      sheet,
      account: this.#account,
      trusted: this.context.trusted,
      notices: this.notices,
    };
  }

  get notices(): readonly Notice[] {
    return [...this.#notices.values(), ...this.commits.notices];
  }

  #rebuild(): void {
    const { graph, notices, sheets } = this;
    for (const { view } of this.#opened) {
      view.rebuild({ graph, graphs: this.#graphs, loading: this.#loading, notices, sheets });
    }
    for (const listener of this.emptyListeners) listener();
  }

  /** Canvases that wait for a first graph. */
  readonly emptyListeners = new Set<() => void>();

  #broadcast(change: Partial<Omit<CanvasState, "revision" | "nodes">>): void {
    for (const { view } of this.#opened) view.board.change(change);
    if (this.#opened.size === 0) for (const listener of this.emptyListeners) listener();
  }

  tellSheets(): void {
    this.#broadcast({ sheets: this.sheets });
  }

  async refreshSheets(): Promise<void> {
    this.sheets = await this.store.openGraph(this.key);
    this.tellSheets();
  }

  /** Cards find their places: again after the graph or the picks changed, from scratch to tidy up. */
  async arrange(options: { readonly tidy?: boolean; readonly sheet?: OpenSheet } = {}): Promise<void> {
    const { graph } = this;
    const { layouter } = this.context.parts;
    if (!layouter || !graph) return;
    try {
      for (const sheet of options.sheet ? [options.sheet] : this.#opened) {
        const previous =
          options.tidy || Object.keys(this.#layout.cards).length === 0 ? undefined : this.#layout;
        const layout = await layouter.layout(graph, sheet.data.sheet.picks, previous);
        if (graph !== this.graph) return;
        this.#layout = layout;
        sheet.view.board.change({ layout });
      }
      await rememberLayout(this.store, this.key, this.#layout);
    } catch (error) {
      this.#notice("warning", `The cards could not be laid out: ${failureOf(error).message}`, "layout ");
      this.#broadcast({ notices: this.notices });
    }
  }

  async compareCommits(): Promise<void> {
    if (!(await this.commits.compare())) return;
    this.#broadcast({ notices: this.notices });
    for (const { view } of this.#opened) view.refreshSoon();
  }

  /** Runs a scope on a sheet, loading the file first where that was not done. */
  async run(sheet: OpenSheet, scope: Scope, listener?: RunListener): Promise<Run> {
    if (!(await this.ensureLoaded())) throw new Error(this.#whyNotLoaded());
    const { outline } = sheet.view;
    const { generation } = this;
    if (!outline || !generation) throw new Error(this.#whyNotLoaded());
    const names = plan(outline, sheet.data, scope).steps.flatMap(({ unit, action }) =>
      action === "run" || action === "check" ? [unit.name] : [],
    );
    await this.commits.beforeUse(names);
    this.commits.assertUnchanged(names);
    return sheet.run(scope, outline.graph.name, this.generation ?? generation, listener);
  }

  #whyNotLoaded(): string {
    const loading = this.#loading;
    return loading.kind === "failed" ? loading.failure.message : "The workflow file could not be loaded.";
  }

  /** Runs one node alone, on example values where nothing is given. */
  async test(
    node: string,
    inputs: Readonly<Record<string, Value>> | undefined,
    signal?: AbortSignal,
  ): Promise<TestResult> {
    if (!(await this.ensureLoaded())) throw new Error(this.#whyNotLoaded());
    const sheet = await this.openSheet();
    return testNode(
      {
        graph: this.graph!,
        executors: sheet.executors(this.graph!.name, this.generation!),
        limits: this.context.parts.limits,
        media: this.context.parts.media,
        folder: dirname(this.file),
        shown: (name) => sheet.data.shown(sheet.view.outline?.byName.get(name)?.name ?? name)?.outputs,
      },
      node,
      inputs ?? {},
      signal,
    );
  }

  async #testFor(graph: string, node: string, inputs: Parameters<GraphSession["test"]>[1]): ReturnType<Test> {
    if (graph !== this.graph?.name)
      throw new Error(`The graph '${graph}' is not open, so its nodes cannot be tested.`);
    return (await this.test(node, inputs)).asPaths;
  }

  /** Copies the Space of a node under the person's own name; resolves with what to do then. */
  async duplicateSpace(node: string): Promise<string> {
    const found = this.graph && nodesOf(this.graph).find(({ name }) => name === node);
    if (found?.kind !== "gradio") throw new Error(`'${node}' calls no Space.`);
    const copy = await this.context.parts.duplicateSpace(found.space);
    return `'${found.space}' was copied to '${copy}'. Write '${copy}' in the workflow file to use the copy.`;
  }

  dismiss(id: string): void {
    this.#notices.delete(id);
    this.#broadcast({ notices: this.notices });
  }

  tellNotices(): void {
    this.#broadcast({ notices: this.notices });
  }

  #notice(level: Notice["level"], text: string, group = ""): void {
    const id = `${group}${text}`;
    this.#notices.set(id, { id, level, text, actions: [{ type: "dismiss", title: "Dismiss" }] });
  }

  #unsaved(error: unknown): void {
    this.#notice("error", failureOf(error).message, "store ");
    this.#broadcast({ notices: this.notices });
  }

  /** The store could save again. */
  savedAgain(): void {
    for (const id of [...this.#notices.keys()]) if (id.startsWith("store ")) this.#notices.delete(id);
    this.#broadcast({ notices: this.notices });
  }

  tell(level: Notice["level"], text: string): void {
    this.#notice(level, text);
    this.#broadcast({ notices: this.notices });
  }

  /** Another window changed sheets of this graph. */
  async changedElsewhere(): Promise<void> {
    await this.refreshSheets();
    for (const sheet of this.#opened) {
      if (sheet.runs.busy) continue;
      await sheet.data.reload();
      sheet.view.rebuild();
    }
  }

  async accountChanged(): Promise<void> {
    this.#account = await this.context.parts.account().catch(() => ({ signedIn: false }));
    this.#broadcast({ account: this.#account });
  }

  trustChanged(): void {
    this.#broadcast({ trusted: this.context.trusted });
  }

  async saved(): Promise<void> {
    for (const sheet of this.#opened) await sheet.data.saved();
  }

  async dispose(): Promise<void> {
    this.#load?.abort.abort();
    for (const sheet of this.#opened) sheet.dispose();
    await this.saved();
    await this.generation?.dispose();
  }
}

type Test = Parameters<EngineContext["parts"]["processes"]["load"]>[1]["requests"]["test"];

function isSound(graph: GraphDescription): boolean {
  try {
    outlineOf(graph, {});
    return true;
  } catch {
    return false;
  }
}

function chooseGraph(graphs: readonly GraphDescription[], wanted: string | undefined): GraphDescription {
  const graph = wanted === undefined ? graphs[0] : graphs.find(({ name }) => name === wanted);
  if (graph) return graph;
  const names = graphs.map(({ name }) => `'${name}'`).join(", ");
  throw new Error(
    wanted === undefined
      ? 'The file makes no graph. Add: export default new Graph({ name: "…", nodes: […] }).'
      : `The file has no graph '${wanted}'. It has ${names || "none"}.`,
  );
}
