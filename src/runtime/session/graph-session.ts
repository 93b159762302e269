import { basename, dirname } from "node:path";
import { hubEndpoint } from "../hub/endpoint.ts";
import type { GraphDescription, InputId } from "../graph/description.ts";
import { renames } from "../graph/rename.ts";
import { resolveGraph } from "../plan/resolved-graph.ts";
import { recordingBeside } from "../recordings/beside.ts";
import { RecordableServices } from "../recordings/services.ts";
import type { Generation } from "../run/workflow-code.ts";
import type { CanvasState, LoadingState, Notice, RecordingMode } from "../protocol/canvas.ts";
import { StepError, failureOf } from "../failures/failure.ts";
import { redactValue } from "../failures/secrets.ts";
import type { GraphKey, SheetId, SheetStore, SheetSummary, StoreEvent } from "../sheets/store.ts";
import { Arrangement } from "./sheets/arrangement.ts";
import { chooseGraph, isSound } from "./code/choose-graph.ts";
import { GraphCalls, type CallableGraph } from "./calls/calls.ts";
import { Code, type CodeEvents } from "./code/code.ts";
import { Commits } from "./code/commits.ts";
import * as fileGraphs from "./code/file-graphs.ts";
import { FileInputs } from "./code/file-inputs.ts";
import { AppStates } from "./code/app-states.ts";
import { ownedKey } from "./sheets/owned-key.ts";
import * as notes from "./sheets/notes.ts";
import { Notices } from "./canvas/notices.ts";
import { OpenSheet } from "./sheets/open-sheet.ts";
import type { EngineContext } from "./engine-context.ts";
import { LeftJobs } from "./runs/left-jobs.ts";
import type { RunEnd } from "./runs/sheet-runs.ts";
import { Sheets } from "./sheets/sheets.ts";
import { GraphRuns } from "./runs/graph-runs.ts";

type BoardState = Partial<Omit<CanvasState, "revision" | "nodes">>;

/** One graph of one workflow file: its code, its sheets, and everything that happens on them. */
export class GraphSession implements CallableGraph {
  graph: GraphDescription | undefined;
  commits: Commits;
  readonly code: Code;
  readonly runs = new GraphRuns(this);
  readonly notes: Notices;
  /** Canvases; called when the sheets they show are replaced by others, or while there are none. */
  readonly replaced = new Set<() => void>();
  /** Told when code is there that can run. */
  readonly loaded = new Set<() => void>();
  #sheets: Sheets | undefined;
  #graphs: readonly string[] = [];
  readonly #arrangement: Arrangement;
  /** Those of the engine; this graph's calls can be recorded, or answered from a recording. */
  readonly services: RecordableServices;
  readonly fileInputs: FileInputs;
  readonly appStates: AppStates;
  /** By programs, without a canvas. */
  readonly calls: GraphCalls;
  /** What was removed in this session, which may be taken back. */
  readonly removedSheets = new Set<SheetId>();
  readonly #codeEvents: CodeEvents;
  readonly #joining: Promise<void> | undefined;
  #remembering: Promise<void> = Promise.resolve();
  #account: CanvasState["account"] = { signedIn: false };

  constructor(
    readonly file: string,
    /** The name of the graph; undefined: the default export, else the first one. */
    readonly wanted: string | undefined,
    readonly context: EngineContext,
    private readonly events: { readonly ended: (end: RunEnd) => void },
    /** Whose sheets they are, where a server has several users. */
    readonly owner?: string,
    /** The session of the same graph for another user, whose code this one follows. */
    beside?: GraphSession,
  ) {
    this.#arrangement = new Arrangement(context.parts.layouter);
    const { services, media } = context.parts;
    this.services = new RecordableServices(services, media, hubEndpoint(process.env));
    this.fileInputs = new FileInputs({ media, services: this.services }, dirname(file));
    this.appStates = new AppStates(this.services);
    this.calls = new GraphCalls(this);
    this.notes = new Notices(() => this.tellNotices());
    this.commits = this.#commitsOf({});
    this.#codeEvents = {
      requests: { test: (graph, node, inputs) => this.runs.testRequested(graph, node, inputs) },
      loading: (loading) => {
        this.#broadcast({ loading });
        if (loading.kind === "ready") for (const tell of this.loaded) tell();
      },
      adopt: (generation) => this.#adopt(generation),
    };
    this.code = beside?.code ?? new Code(file, context, this.#codeEvents);
    this.#joining = beside?.code.join(this.#codeEvents);
    for (const text of context.parts.store.notices) this.notes.add("warning", text);
  }

  /** Shows what was remembered; loads nothing. */
  async open(): Promise<void> {
    void this.accountChanged();
    await this.#joining;
    if (this.graph) return;
    const { store } = this.context.parts;
    const remembered = await fileGraphs.rememberedGraphs(store, this.file);
    if (!remembered) return;
    const name = this.wanted === undefined ? remembered.last : fileGraphs.nameNow(remembered, this.wanted);
    const fileKey = remembered.keys[name];
    if (fileKey === undefined) return;
    const key = ownedKey(fileKey, this.owner);
    this.#graphs = remembered.names;
    const graph = await notes.rememberedGraph(store, key);
    if (!graph || !isSound(graph)) return;
    await this.#arrangement.remembered(store, key);
    await this.#useKey(key, store, graph);
  }

  get loading(): LoadingState {
    return this.code.loading;
  }

  get sheets(): readonly SheetSummary[] {
    return this.#sheets?.list ?? [];
  }

  get openSheets(): ReadonlySet<OpenSheet> {
    return this.#sheets?.open ?? new Set();
  }

  /** Whether something runs on a sheet. */
  get isBusy(): boolean {
    return [...this.openSheets].some(({ runs }) => runs.busy);
  }

  get store(): SheetStore {
    return this.#sheets?.store ?? this.context.parts.store;
  }

  get key(): GraphKey {
    return this.#sheets?.key ?? "";
  }

  load(): Promise<boolean> {
    return this.code.load();
  }

  /** A sheet of this graph, the last used one where none is named. */
  openSheet(id?: SheetId): Promise<OpenSheet> {
    return this.#sheets?.get(id) ?? Promise.reject(new StepError(this.code.problem));
  }

  /** A person looks at a sheet: it is the one that comes back first. */
  async useSheet(id: SheetId): Promise<void> {
    await this.store.useSheet(id).catch((error: unknown) => this.#unsaved(error));
    await this.refreshSheets();
  }

  async refreshSheets(): Promise<void> {
    await this.#sheets?.refresh();
    this.#broadcast({ sheets: this.sheets });
  }

  /** Takes over a version of the file: its graph, its code for what runs from now on. */
  async #adopt({ description, notices }: Generation): Promise<void> {
    const { parts } = this.context;
    // What changed since is found by comparing with what was remembered.
    await this.#remembering;
    const known = await fileGraphs.graphsOf(parts.store, this.file, description.graphs);
    const graph = chooseGraph(description.graphs, this.wanted && fileGraphs.nameNow(known, this.wanted));
    resolveGraph(graph, {});
    const store = graph.persistKey === false ? await parts.memoryStore() : parts.store;
    const key = ownedKey(known.keys[graph.name]!, this.owner);
    if (this.graph && key === this.key && store === this.store)
      await this.#sheets?.rename(renames(this.graph, graph));
    await Promise.all([this.fileInputs.take(graph), this.appStates.take(graph)]);
    this.#graphs = known.names;
    if (key !== this.key || store !== this.store) await this.#useKey(key, store, graph);
    this.graph = graph;
    this.commits.setGraph(graph);
    this.notes.over("load");
    for (const text of notices) this.notes.add("information", text, "load");
    // The one that a canvas will show first.
    await this.openSheet();
    for (const { view } of this.openSheets) {
      view.rebuild({ graph, graphs: this.#graphs, notices: this.notices, sheets: this.sheets });
    }
    for (const tell of this.replaced) tell();
    void this.arrange();
    void this.compareCommits();
    this.#remembering = this.#remember(graph, known).catch((error: unknown) => this.#unsaved(error));
  }

  async #remember(graph: GraphDescription, known: Omit<fileGraphs.FileGraphs, "last">): Promise<void> {
    await notes.rememberGraph(this.store, this.key, graph);
    if (this.store !== this.context.parts.store) return;
    // Whoever names no graph gets the same one before and after the file is loaded.
    const before =
      this.wanted === undefined ? undefined : await fileGraphs.rememberedGraphs(this.store, this.file);
    await fileGraphs.rememberGraphs(this.store, this.file, { ...known, last: before?.last ?? graph.name });
  }

  /** Changes to the sheets of another key: it is the first one, or the graph got another name or persist key. */
  async #useKey(key: GraphKey, store: SheetStore, graph: GraphDescription): Promise<void> {
    const before = this.#sheets;
    await before?.saved();
    before?.dispose();
    this.graph = graph;
    this.commits = this.#commitsOf(await notes.rememberedCommits(store, key));
    this.commits.setGraph(graph);
    this.#sheets = await Sheets.of(key, store, (loaded) => {
      const { appStates } = this;
      const shared = {
        get statesOf() {
          return appStates.of;
        },
        acceptedCommit: (node: string) => this.commits.acceptedCommit(node),
        fileInput: (input: InputId) => this.fileInputs.get(input),
        untrustedInputs: this.context.served,
      };
      const { remote } = this.context.parts;
      const sheet = loaded.summary.id;
      const unsaved = (error: unknown) => this.#unsaved(error);
      return new OpenSheet(
        loaded,
        store,
        shared,
        this.#base(sheet),
        this.context,
        this.services,
        { unsaved, ended: (end) => this.events.ended(end) },
        remote && new LeftJobs({ store, graph: key, sheet, unsaved, hasLeft: () => remote.hasLeft }),
      );
    });
  }

  #commitsOf(accepted: Record<string, string>): Commits {
    return new Commits(
      this.services,
      accepted,
      () => this.context.settings.dependencyCheck,
      (all) =>
        void notes.rememberCommits(this.store, this.key, all).catch((error: unknown) => this.#unsaved(error)),
    );
  }

  /** Files everything that is kept under a name that is gone under a node of the graph, in all its sheets. */
  async renameNode(from: string, to: string): Promise<void> {
    await this.#sheets?.rename({ node: { from, to } });
    for (const { view } of this.openSheets) view.rebuild();
  }

  /** What a canvas shows where there is no sheet yet. */
  emptyState(): CanvasState {
    return {
      ...this.#base(undefined),
      ...{ inputs: {}, picks: {}, positions: {}, sizes: {}, compact: {}, kept: {}, partial: {} },
      nodes: {},
      preview: { run: [], reused: [] },
      earlier: [],
      canUndo: false,
      canRedo: false,
    };
  }

  #base(sheet: SheetId | undefined): ConstructorParameters<typeof OpenSheet>[3] {
    return {
      revision: 0,
      title: basename(this.file),
      graph: redactValue(this.graph),
      graphs: this.#graphs,
      loading: this.loading,
      layout: this.#arrangement.layout,
      sheets: this.sheets,
      sheet,
      account: this.#account,
      trusted: this.context.trusted,
      ...(this.context.parts.remote && { hasQueue: true }),
      recording: this.#recording,
      notices: this.notices,
    };
  }

  get #recording(): CanvasState["recording"] {
    const { recordings } = this.services;
    return recordings && { mode: recordings.mode, folder: basename(recordings.folder) };
  }

  /**
   * Records calls beside the workflow file from the next one on, or answers them from there. Undefined: neither.
   * @throws {StepError} where there is no recording to replay, or it cannot be read or made
   */
  async useRecording(mode: RecordingMode | undefined): Promise<void> {
    await this.services.use(mode && { mode, folder: recordingBeside(this.file) });
    this.#broadcast({ recording: this.#recording });
  }

  #broadcast(change: BoardState): void {
    for (const { view } of this.openSheets) view.board.change(change);
    if (this.openSheets.size === 0) for (const tell of this.replaced) tell();
  }

  get #isOfVisitor(): boolean {
    return this.owner !== undefined || this.context.served;
  }

  /** Whoever uses a server is offered nothing that is done in the name of whoever runs it. */
  get notices(): readonly Notice[] {
    const all = [...this.notes.list, ...this.commits.notices];
    if (!this.#isOfVisitor) return all;
    return all.map((notice) => ({
      ...notice,
      actions: notice.actions.filter(({ type }) => type !== "duplicate-space"),
    }));
  }

  tellNotices(): void {
    this.#broadcast({ notices: this.notices });
  }

  #unsaved(error: unknown): void {
    this.notes.add("error", failureOf(error).message, "store");
  }

  /** Cards find their places: again after the graph or the picks changed, from scratch to tidy up. */
  async arrange(options: { readonly tidy?: boolean; readonly sheet?: OpenSheet } = {}): Promise<void> {
    const { graph, key, store } = this;
    if (!graph) return;
    const sheets = options.sheet ? [options.sheet] : this.openSheets;
    const isOver = () => graph !== this.graph;
    try {
      await this.#arrangement.arrange({ graph, key, store, sheets, tidy: options.tidy === true, isOver });
    } catch (error) {
      this.notes.add("warning", `The cards could not be laid out: ${failureOf(error).message}`, "layout");
    }
  }

  async compareCommits(): Promise<void> {
    if (!(await this.commits.compare())) return;
    this.tellNotices();
    for (const { view } of this.openSheets) view.refreshSoon();
  }

  /** What the store of this graph reports. */
  async heard(event: StoreEvent): Promise<void> {
    if (event.type === "saved") this.notes.over("store");
    else if (event.type === "unsaved") this.notes.add("error", event.message, "store");
    else if (event.type === "notice") this.notes.add("warning", event.message);
    else if (event.type === "dropped") this.#sheets?.dropped(event);
    else if (event.graphs.includes(this.key)) await this.#changedElsewhere();
  }

  /** Another window changed sheets of this graph. */
  async #changedElsewhere(): Promise<void> {
    await this.refreshSheets();
    for (const sheet of this.openSheets) {
      if (sheet.runs.busy) continue;
      await sheet.data.reload();
      sheet.view.rebuild();
    }
  }

  async accountChanged(): Promise<void> {
    const account = await this.context.parts
      .account()
      .catch((): CanvasState["account"] => ({ signedIn: false }));
    // Whoever uses a server is not told whose token it has.
    this.#account = this.#isOfVisitor ? { signedIn: account.signedIn } : account;
    this.#broadcast({ account: this.#account });
  }

  trustChanged(): void {
    this.#broadcast({ trusted: this.context.trusted });
  }

  async saved(): Promise<void> {
    await this.#sheets?.saved();
  }

  async dispose(): Promise<void> {
    this.calls.stop();
    this.#sheets?.dispose();
    try {
      await this.saved();
    } finally {
      await this.code.leave(this.#codeEvents);
    }
  }
}
