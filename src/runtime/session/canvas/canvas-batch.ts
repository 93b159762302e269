import type { CanvasEvent, CanvasState, ItemState, NodeState } from "../../protocol/canvas.ts";
import { reduceAll } from "../../protocol/reduce.ts";

type EntryEvent = Extract<CanvasEvent, { type: "entry" }>;
type StateChange = Extract<CanvasEvent, { type: "state" }>["state"];

/** Milliseconds: about one frame. */
const tick = 16;

/**
 * The canvas state of one sheet. Changes are gathered for a frame and go out together, each node once, so that ten thousand
 * small updates cost as much as one of each node.
 */
export class CanvasBatch {
  #state: CanvasState;
  #changes: StateChange | undefined;
  #nodes = new Map<string, Partial<NodeState>>();
  #items = new Map<string, Record<number, ItemState>>();
  #entries = new Map<string, EntryEvent>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    state: CanvasState,
    private readonly send: (revision: number, events: readonly CanvasEvent[]) => void,
    /** Sends what was only noted so far. */
    private readonly gather: () => void = () => {},
  ) {
    this.#state = state;
  }

  /** The state with everything that was changed so far. */
  get state(): CanvasState {
    this.flush();
    return this.#state;
  }

  /** The state as it was last sent. */
  get sent(): CanvasState {
    return this.#state;
  }

  change(state: StateChange): void {
    this.#changes = { ...this.#changes, ...state };
    // A whole field replaces what was sent of its entries before.
    for (const [key, { field }] of this.#entries) if (field in state) this.#entries.delete(key);
    this.flushSoon();
  }

  node(name: string, change: Partial<NodeState>): void {
    const before = this.#nodes.get(name);
    if (before) Object.assign(before, change);
    else this.#nodes.set(name, { ...change });
    // A whole list of items replaces what was sent of single ones.
    if (change.items) this.#items.delete(name);
    this.flushSoon();
  }

  items(name: string, items: Readonly<Record<number, ItemState>>): void {
    const before = this.#items.get(name);
    if (before) Object.assign(before, items);
    else this.#items.set(name, { ...items });
    this.flushSoon();
  }

  entry(field: EntryEvent["field"], key: string, value: EntryEvent["value"]): void {
    this.#entries.set(`${field} ${key}`, { type: "entry", field, key, value });
    this.flushSoon();
  }

  /** Replaces all nodes; what was noted of them before is dropped. */
  replaceNodes(nodes: Readonly<Record<string, NodeState>>): void {
    this.#nodes.clear();
    this.#items.clear();
    this.#emit([{ type: "nodes", nodes, replace: true }]);
  }

  /** A change that the canvas it came from has made itself. */
  silently(change: StateChange): void {
    this.#state = { ...this.#state, ...change };
  }

  flush(): void {
    this.gather();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events: CanvasEvent[] = [];
    if (this.#changes) events.push({ type: "state", state: this.#changes });
    events.push(...this.#entries.values());
    for (const [node, state] of this.#nodes) events.push({ type: "node", node, state });
    for (const [node, items] of this.#items) events.push({ type: "items", node, items });
    this.#changes = undefined;
    this.#entries = new Map();
    this.#nodes = new Map();
    this.#items = new Map();
    if (events.length > 0) this.#emit(events);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #emit(events: readonly CanvasEvent[]): void {
    const revision = this.#state.revision + 1;
    this.#state = { ...reduceAll(this.#state, events), revision };
    this.send(revision, events);
  }

  flushSoon(): void {
    this.#timer ??= setTimeout(() => this.flush(), tick);
  }
}
