import type { GraphDescription } from "../../graph/description.ts";
import { nextTooOld } from "../../plan/age.ts";
import { evaluate, type Evaluation } from "../../plan/evaluate.ts";
import type { SelectedVariants } from "../../graph/variants.ts";
import { resolveGraph, type ResolvedGraph, type StatesOf } from "../../plan/resolved-graph.ts";
import type { KnownPlaces } from "../../plan/places.ts";
import { plan, previewOf, type Plan, type Scope } from "../../plan/planner.ts";
import type {
  CanvasEvent,
  CanvasState,
  EarlierNode,
  ItemStates,
  NodeState,
  RunPreview,
} from "../../protocol/canvas.ts";
import type { SheetChange } from "../../sheets/store.ts";
import { CanvasBatch } from "./canvas-batch.ts";
import { History } from "../sheets/history.ts";
import { difference, forgetEnd, liveState, nodeState, restingLive, type Live } from "./node-states.ts";
import { emptyNode } from "../../protocol/reduce.ts";
import type { SheetData } from "../sheets/sheet-data.ts";

/** Fields of a sheet that canvases show entry by entry. */
const shownFields = ["inputs", "picks", "positions", "sizes", "compact", "kept", "partial"] as const;
type ShownField = (typeof shownFields)[number];

/** Judging a graph takes at most about a twentieth of the time while much happens. */
const restFactor = 20;
/** Milliseconds. */
const shortestRest = 100;
const longestRest = 500;
/** The longest that Node's timers take. */
const longestTimer = 2 ** 31 - 1;

/** One sheet of a graph as its canvases show it. */
export class SheetView {
  readonly board: CanvasBatch;
  readonly history = new History();
  readonly #live = new Map<string, Live>();
  /** What canvases were last sent of each node. */
  readonly #told = new Map<string, Partial<NodeState>>();
  /** Nodes something happened to since then, with what is known of them in addition to their live part. */
  readonly #touched = new Map<string, Partial<NodeState>>();
  #resolvedGraph: ResolvedGraph | undefined;
  #picks: SelectedVariants | undefined;
  #statesOf: StatesOf | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Runs until the next result is too old to be fresh. */
  #ageing: NodeJS.Timeout | undefined;
  #judgedAt = 0;
  #judging = 0;
  #preview = "";
  readonly #forgetWorkers: (() => void) | undefined;

  constructor(
    readonly data: SheetData,
    base: Omit<CanvasState, "nodes" | "preview" | "earlier" | "canUndo" | "canRedo" | ShownField>,
    send: (revision: number, events: readonly CanvasEvent[]) => void,
    private readonly elsewhere?: KnownPlaces,
  ) {
    const { inputs, picks, positions, sizes, compact, kept, partial, view } = data.sheet;
    this.board = new CanvasBatch(
      {
        ...base,
        ...{ inputs, picks, positions, sizes, compact, kept, partial, view },
        nodes: {},
        preview: { run: [], reused: [] },
        earlier: [],
        canUndo: false,
        canRedo: false,
      },
      send,
      () => this.#tellTouched(),
    );
    this.#forgetWorkers = elsewhere?.onWorkers(() => this.refreshSoon());
  }

  get graph(): GraphDescription | undefined {
    return this.board.sent.graph;
  }

  /** The graph with the sheet's selected variants; undefined before a first graph is known. */
  get resolvedGraph(): ResolvedGraph | undefined {
    const { graph } = this;
    if (!graph) return undefined;
    const { statesOf, sheet } = this.data;
    const { picks } = sheet;
    if (this.#resolvedGraph?.graph !== graph || this.#picks !== picks || this.#statesOf !== statesOf) {
      this.#resolvedGraph = resolveGraph(graph, picks, statesOf);
      this.#picks = picks;
      this.#statesOf = statesOf;
    }
    return this.#resolvedGraph;
  }

  /** Everything as it is now. */
  snapshot(): CanvasState {
    this.refresh();
    return this.board.state;
  }

  live(node: string): Live {
    let live = this.#live.get(node);
    if (!live) this.#live.set(node, (live = { ...restingLive }));
    return live;
  }

  /** Makes changes that the person can undo. */
  edit(...changes: readonly SheetChange[]): void {
    if (changes.length === 0) return;
    this.history.note(this.data.sheet, changes);
    this.change(...changes);
  }

  change(...changes: readonly SheetChange[]): void {
    this.data.change(...changes);
    for (const change of changes) {
      if (change.field !== "view" && isShown(change.field)) {
        this.board.entry(change.field, change.key, this.data.sheet[change.field][change.key]);
      }
    }
    this.board.change({ canUndo: this.history.canUndo, canRedo: this.history.canRedo });
    this.refreshSoon();
  }

  /** Another graph, or another state of the sheet: everything is sent again. */
  rebuild(change: Parameters<CanvasBatch["change"]>[0] = {}): void {
    const { inputs, picks, positions, sizes, compact, kept, partial, view } = this.data.sheet;
    this.board.change({ ...change, inputs, picks, positions, sizes, compact, kept, partial, view });
    this.board.flush();
    this.#told.clear();
    const nodes: Record<string, NodeState> = {};
    for (const evaluation of this.judge()) {
      const { planNode } = evaluation;
      const state = { ...emptyNode, ...this.#stateOf(evaluation) };
      for (const name of this.#namesOf(planNode.name)) {
        nodes[name] = state;
        this.#told.set(name, state);
      }
    }
    this.board.replaceNodes(nodes);
    this.refresh();
  }

  judge(): Evaluation[] {
    const { resolvedGraph } = this;
    return resolvedGraph ? evaluate(resolvedGraph, this.data) : [];
  }

  /** What a run would do. */
  preview(scope: Scope): RunPreview {
    const { resolvedGraph } = this;
    if (!resolvedGraph) return { run: [], reused: [] };
    return this.#previewOf(plan(resolvedGraph, this.data, scope));
  }

  #previewOf(made: Plan): RunPreview {
    return previewOf(made, (node) => this.data.results(node)[0]?.duration, this.elsewhere);
  }

  /** Evaluates all nodes again and sends what changed, soon. */
  refreshSoon(): void {
    if (this.#timer) return;
    const wanted = Math.min(Math.max(this.#judging * restFactor, shortestRest), longestRest);
    const rest = wanted - (performance.now() - this.#judgedAt);
    this.#timer = setTimeout(() => this.refresh(), Math.max(0, rest));
  }

  refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { resolvedGraph } = this;
    if (!resolvedGraph) return;
    this.#tellTouched();
    const start = performance.now();
    const evaluations = this.judge();
    for (const evaluation of evaluations) {
      const { name } = evaluation.planNode;
      const state = this.#stateOf(evaluation);
      for (const one of this.#namesOf(name)) this.#tellDifference(one, state);
    }
    const preview = this.#previewOf(plan(resolvedGraph, this.data, { type: "all" }, evaluations));
    this.#refreshWhenTooOld(nextTooOld(evaluations));
    const text = JSON.stringify(preview);
    if (text !== this.#preview) this.board.change({ preview });
    this.#preview = text;
    this.#tellEarlier(resolvedGraph);
    this.#judgedAt = performance.now();
    this.#judging = this.#judgedAt - start;
  }

  #refreshWhenTooOld(time: number | undefined): void {
    clearTimeout(this.#ageing);
    if (time === undefined) return;
    const rest = Math.min(Math.max(time - Date.now(), shortestRest), longestTimer);
    this.#ageing = setTimeout(() => this.refresh(), rest).unref();
  }

  /** Results stay when their node goes from the file, or gets another name in a way that cannot be recognised. */
  #tellEarlier({ byName }: ResolvedGraph): void {
    const { data } = this;
    const told = this.board.sent.earlier;
    const earlier = data.nodes
      .filter((node) => !byName.has(node))
      .map((node) => ({ node, results: data.results(node) }));
    const same = ({ node, results }: EarlierNode, index: number) =>
      told[index]?.node === node && told[index].results === results;
    if (earlier.length !== told.length || !earlier.every(same)) this.board.change({ earlier });
  }

  /** Something changed in a node's live part: it is sent with the next frame, without evaluating. */
  touch(node: string): void {
    this.tell(node, {});
  }

  /** The same, with what else is known of it. */
  tell(node: string, change: Partial<NodeState>): void {
    const known = this.#touched.get(node);
    if (known) Object.assign(known, change);
    else this.#touched.set(node, { ...change });
    this.board.flushSoon();
  }

  tellItems(node: string, items: ItemStates): void {
    // The whole list goes before changes of it.
    if (this.#touched.get(node)?.items) this.#tellTouched();
    for (const name of this.#namesOf(node)) {
      this.board.items(name, items);
      const told = this.#told.get(name);
      // The list that was sent is no longer what the canvas has.
      if (told?.items) this.#told.set(name, { ...told, items: undefined });
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#ageing);
    this.#forgetWorkers?.();
    this.board.dispose();
  }

  #stateOf(evaluation: Evaluation): Partial<NodeState> {
    const live = this.live(evaluation.planNode.name);
    forgetEnd(live, evaluation);
    return nodeState(evaluation, this.data, live);
  }

  /** A selected variant is shown as its choice too. */
  #namesOf(name: string): readonly string[] {
    const planNode = this.resolvedGraph?.byName.get(name);
    if (!planNode) return [];
    return planNode.choice !== undefined && planNode.selected ? [name, planNode.choice] : [name];
  }

  #tellTouched(): void {
    for (const [node, change] of this.#touched) {
      const state = { ...change, ...liveState(this.live(node)) };
      for (const name of this.#namesOf(node)) this.#tellDifference(name, state);
    }
    this.#touched.clear();
  }

  #tellDifference(name: string, state: Partial<NodeState>): void {
    const told = this.#told.get(name) ?? {};
    const changed = difference(told, state);
    if (!changed) return;
    this.#told.set(name, { ...told, ...changed });
    this.board.node(name, changed);
  }
}

function isShown(field: string): field is ShownField {
  return (shownFields as readonly string[]).includes(field);
}
