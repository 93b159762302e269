import type { Layout } from "../protocol/canvas.ts";
import type { Point, Size } from "../sheets/store.ts";
import type { LayoutTask } from "./layered.ts";

type Box = Point & Size;

const gap = 24;

/**
 * A new layout in which nothing jumps: cards that stood somewhere stay there, new ones come where the fresh layout sees them
 * next to a neighbour that stayed, and whatever then overlaps moves down. A graph of which little is left is laid out from scratch.
 */
export function keepPlaces(fresh: Layout, previous: Layout, task: LayoutTask): Layout {
  const ids = task.cards.map(({ id }) => id).filter((id) => fresh.cards[id]);
  const stayed = ids.filter((id) => previous.cards[id]);
  if (stayed.length * 2 < ids.length || stayed.length === 0) return fresh;

  const neighbours = neighboursOf(task);
  const placed = new Map<string, Box>();
  for (const id of stayed) {
    const { x, y } = previous.cards[id]!;
    placed.set(id, { ...fresh.cards[id]!, x, y });
  }
  for (const id of ids) {
    if (placed.has(id)) continue;
    const box = fresh.cards[id]!;
    const anchor = neighbours.get(id)?.find((other) => placed.has(other)) ?? nearest(box, stayed, fresh);
    const { x, y } = placed.get(anchor)!;
    const there = fresh.cards[anchor]!;
    placed.set(id, { ...box, x: x + box.x - there.x, y: y + box.y - there.y });
  }
  moveApart(placed, new Set(stayed), previous);
  return { cards: Object.fromEntries(placed) };
}

function neighboursOf(task: LayoutTask): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (from: string, to: string) => {
    const list = neighbours.get(from);
    if (list) list.push(to);
    else neighbours.set(from, [to]);
  };
  for (const { source, target } of task.edges) {
    add(source, target);
    add(target, source);
  }
  return neighbours;
}

function nearest(box: Box, candidates: readonly string[], fresh: Layout): string {
  const distance = (id: string) => Math.hypot(fresh.cards[id]!.x - box.x, fresh.cards[id]!.y - box.y);
  return candidates.reduce((best, id) => (distance(id) < distance(best) ? id : best));
}

/** What did not change holds its place; from top to bottom, each other card goes below what it would cover. */
function moveApart(placed: Map<string, Box>, stayed: ReadonlySet<string>, previous: Layout): void {
  const holds = (id: string) => {
    const before = previous.cards[id];
    const now = placed.get(id);
    return stayed.has(id) && before?.height === now?.height && before?.width === now?.width;
  };
  const y = (id: string) => placed.get(id)?.y ?? 0;
  const order = [...placed.keys()].sort((a, b) => Number(holds(b)) - Number(holds(a)) || y(a) - y(b));
  const settled: Box[] = [];
  for (const id of order) {
    let box = placed.get(id)!;
    if (!holds(id)) {
      for (let blocker = blocking(box, settled); blocker; blocker = blocking(box, settled)) {
        box = { ...box, y: blocker.y + blocker.height + gap };
      }
    }
    placed.set(id, box);
    settled.push(box);
  }
}

function blocking(box: Box, others: readonly Box[]): Box | undefined {
  return others.find(
    (other) =>
      box.x < other.x + other.width &&
      other.x < box.x + box.width &&
      box.y < other.y + other.height &&
      other.y < box.y + box.height,
  );
}
