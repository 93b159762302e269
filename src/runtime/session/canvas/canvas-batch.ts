import type { CanvasEvent, CanvasState, ItemState, ItemStates, NodeState } from "../../protocol/canvas.ts";
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
  /** What was sent of single items since the state was read: a list of a hundred thousand is not copied in each frame. */
  readonly #sentItems: ItemsByNode = new Map();
  #changes: StateChange | undefined;
  #nodes = new Map<string, Partial<NodeState>>();
  #items: ItemsByNode = new Map();
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

  /** The state with everything that was changed so far, which is sent too. */
  get state(): CanvasState {
    this.flush();
    this.#state = reduceAll(this.#state, itemEvents(this.#sentItems));
    this.#sentItems.clear();
    return this.#state;
  }

  /** The state as it was last sent, but for the items of nodes. */
  get sent(): Omit<CanvasState, "nodes"> {
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

  items(name: string, items: ItemStates): void {
    addItems(this.#items, name, items);
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
    // It may set the timer, so it comes first.
    this.gather();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // The whole first, then its parts: a part changes what the whole has.
    const events: CanvasEvent[] = [];
    if (this.#changes) events.push({ type: "state", state: this.#changes });
    events.push(...this.#entries.values());
    for (const [node, state] of this.#nodes) events.push({ type: "node", node, state });
    const items = this.#items;
    events.push(...itemEvents(items));
    this.#changes = undefined;
    this.#entries = new Map();
    this.#nodes = new Map();
    this.#items = new Map();
    if (events.length > 0) this.#emit(events, items);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  /** @param items those of the `items` events, still as maps, so that they need not be read from the objects again */
  #emit(events: readonly CanvasEvent[], items: ItemsByNode = new Map()): void {
    const revision = this.#state.revision + 1;
    for (const event of events) this.#dropReplaced(event);
    for (const [node, changed] of items) addItems(this.#sentItems, node, changed);
    const others = events.filter(({ type }) => type !== "items");
    this.#state = { ...reduceAll(this.#state, others), revision };
    this.send(revision, events);
  }

  /** A list of all items of a node takes the place of what was sent of single ones. */
  #dropReplaced(event: CanvasEvent): void {
    if (event.type === "nodes") this.#sentItems.clear();
    else if (event.type === "node" && "items" in event.state) this.#sentItems.delete(event.node);
  }

  flushSoon(): void {
    this.#timer ??= setTimeout(() => this.flush(), tick);
  }
}

type ItemsByNode = Map<string, Map<number, ItemState>>;

function addItems(all: ItemsByNode, node: string, items: ItemStates): void {
  const before = all.get(node);
  if (!before) all.set(node, new Map(items));
  else for (const [index, item] of items) before.set(index, item);
}

/** Messages to a page are JSON, which has no maps. The objects are made once a frame, not once an item. */
function itemEvents(all: ItemsByNode): CanvasEvent[] {
  return [...all].map(([node, items]) => ({ type: "items", node, items: Object.fromEntries(items) }));
}
