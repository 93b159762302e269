import type { Value } from "../../src/runtime/values/value.ts";
import { emptyNode, reduceAll } from "../../src/runtime/protocol/reduce.ts";
import type { CanvasEvent, CanvasPlace, CanvasState, NodeState } from "../../src/runtime/protocol/canvas.ts";
import type { Intent } from "../../src/runtime/protocol/intents.ts";
import type { Size } from "../../src/runtime/sheets/store.ts";
import { Keyed } from "./keyed.svelte.ts";

/** The canvas state in pieces that can be watched one by one. Changed by the host's messages and by nothing else. */
export class Store {
  /** Undefined until the first snapshot. */
  #state: CanvasState | undefined;

  ready = $state(false);
  mediaRoot = $state.raw("");
  restore = $state.raw<CanvasPlace | undefined>();
  without = $state.raw<readonly Intent["type"][]>([]);
  title = $state.raw("");
  graph = $state.raw<CanvasState["graph"]>();
  graphs = $state.raw<CanvasState["graphs"]>([]);
  loading = $state.raw<CanvasState["loading"]>({ kind: "loading" });
  layout = $state.raw<CanvasState["layout"]>({ cards: {} });
  sheets = $state.raw<CanvasState["sheets"]>([]);
  sheet = $state.raw<CanvasState["sheet"]>();
  picks = $state.raw<CanvasState["picks"]>({});
  positions = $state.raw<CanvasState["positions"]>({});
  sizes = $state.raw<Readonly<Record<string, Size>>>({});
  compact = $state.raw<CanvasState["compact"]>({});
  view = $state.raw<CanvasState["view"]>();
  run = $state.raw<CanvasState["run"]>();
  preview = $state.raw<CanvasState["preview"]>({ run: [], reused: [] });
  earlier = $state.raw<CanvasState["earlier"]>([]);
  canUndo = $state(false);
  canRedo = $state(false);
  account = $state.raw<CanvasState["account"]>({ signedIn: false });
  trusted = $state(true);
  hasQueue = $state(false);
  recording = $state.raw<CanvasState["recording"]>();
  notices = $state.raw<CanvasState["notices"]>([]);

  readonly inputs = new Keyed<Value>();
  readonly kept = new Keyed<Value>();
  readonly partial = new Keyed<true>();
  readonly nodes = new Keyed<NodeState>();

  /** Whether the host can carry out an intent; what it cannot is not offered. */
  can(intent: Intent["type"]): boolean {
    return !this.without.includes(intent);
  }

  /** The state of a node, whether or not anything is known of it. */
  node(name: string): NodeState {
    return this.nodes.get(name) ?? emptyNode;
  }

  replace(state: CanvasState): void {
    this.#state = state;
    this.#show(state);
    this.ready = true;
  }

  /** False where a message was lost (see `CanvasState.revision`): the canvas has to ask for a new snapshot. */
  apply(revision: number, events: readonly CanvasEvent[]): boolean {
    if (!this.#state) return true;
    if (revision <= this.#state.revision) return true;
    if (revision !== this.#state.revision + 1) return false;
    this.#state = { ...reduceAll(this.#state, events), revision };
    this.#show(this.#state);
    return true;
  }

  /** Parts that kept their identity notify nobody. */
  #show(state: CanvasState): void {
    this.title = state.title;
    this.graph = state.graph;
    this.graphs = state.graphs;
    this.loading = state.loading;
    this.layout = state.layout;
    this.sheets = state.sheets;
    this.sheet = state.sheet;
    this.picks = state.picks;
    this.positions = state.positions;
    this.sizes = state.sizes;
    this.compact = state.compact;
    this.view = state.view;
    this.run = state.run;
    this.preview = state.preview;
    this.earlier = state.earlier;
    this.canUndo = state.canUndo;
    this.canRedo = state.canRedo;
    this.account = state.account;
    this.trusted = state.trusted;
    this.hasQueue = state.hasQueue ?? false;
    this.recording = state.recording;
    this.notices = state.notices;
    this.inputs.set(state.inputs);
    this.kept.set(state.kept);
    this.partial.set(state.partial);
    this.nodes.set(state.nodes);
  }
}
