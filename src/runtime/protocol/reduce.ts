import type { CanvasEvent, CanvasState, ItemState, NodeState } from "./canvas.ts";

/** How a node looks of which nothing is known yet. */
export const emptyNode: NodeState = {
  status: "idle",
  freshness: { kind: "missing" },
  streaming: false,
  results: [],
  bypassed: false,
  drawn: {},
  logs: [],
};

/**
 * Applies the events of one message, in order. Events of nodes share one copy of the record of nodes, so that a thousand of
 * them cost as much as a thousand, not a million.
 */
export function reduceAll(state: CanvasState, events: readonly CanvasEvent[]): CanvasState {
  let reduced = state;
  let nodes: Record<string, NodeState> | undefined;
  for (const event of events) {
    if (event.type === "node" || event.type === "items") {
      nodes ??= { ...reduced.nodes };
      const before = nodes[event.node];
      nodes[event.node] = { ...(before ?? emptyNode), ...nodeChange(before, event) };
      continue;
    }
    if (nodes !== undefined) reduced = { ...reduced, nodes };
    nodes = undefined;
    reduced = reduce(reduced, event);
  }
  return nodes === undefined ? reduced : { ...reduced, nodes };
}

function nodeChange(
  before: NodeState | undefined,
  event: Extract<CanvasEvent, { type: "node" | "items" }>,
): Partial<NodeState> {
  return event.type === "node"
    ? withoutCleared(event)
    : { items: withItems(before?.items ?? [], event.items) };
}

/**
 * Applies one event to a canvas state. The only place that does: the session, the host and the webview all use it, so they
 * never disagree. Pure; parts that an event does not touch keep their identity. `revision` is set by whoever got the event.
 */
export function reduce(state: CanvasState, event: CanvasEvent): CanvasState {
  switch (event.type) {
    case "state":
      return { ...state, ...withoutCleared(event) };
    case "nodes":
      return { ...state, nodes: event.replace ? event.nodes : { ...state.nodes, ...event.nodes } };
    case "node":
    case "items":
      return reduceAll(state, [event]);
    case "entry":
      return { ...state, [event.field]: withEntry(state[event.field], event.key, event.value) };
  }
}

/** The event as JSON can carry it: fields that became undefined are named. */
export function withCleared(event: CanvasEvent): CanvasEvent {
  if (event.type !== "state" && event.type !== "node") return event;
  const cleared = Object.entries(event.state).flatMap(([field, value]) =>
    value === undefined ? [field] : [],
  );
  return cleared.length > 0 ? { ...event, cleared } : event;
}

function withoutCleared<S extends object>({
  state,
  cleared,
}: {
  readonly state: S;
  readonly cleared?: readonly string[];
}): S {
  if (cleared === undefined) return state;
  return { ...state, ...Object.fromEntries(cleared.map((field) => [field, undefined])) };
}

function withItems(items: readonly ItemState[], changes: Readonly<Record<number, ItemState>>): ItemState[] {
  const changed = [...items];
  for (const [index, item] of Object.entries(changes)) changed[Number(index)] = item;
  return changed;
}

/** The record with one entry set, or removed where the value is undefined. */
export function withEntry<T>(
  record: Readonly<Record<string, T>>,
  key: string,
  value: T | undefined,
): Record<string, T> {
  if (value !== undefined) return { ...record, [key]: value };
  const { [key]: _removed, ...rest } = record;
  return rest;
}
