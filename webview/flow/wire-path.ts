import { getBezierPath, Position } from "@xyflow/system";
import type { Box } from "./overview.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a wire is drawn, and where a mark on it stands. */
export interface WirePath {
  readonly path: string;
  readonly middle: Point;
}

/** How far a wire stays from the cards that it passes. */
const away = 12;
/** Wires that end in different rows of a card pass others at different distances. */
const [row, lanes, apart] = [26, 4, 6];
/** Before and after the cards that it passes, a wire turns in so much room. */
const turn = 30;

/** A wire from the right of one card to the left of another. It passes below or above the cards that stand in its way. */
export function wirePath(from: Point, to: Point, cards: readonly Box[]): WirePath {
  const direct = curve(from, to);
  const whole = { path: direct, middle: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } };
  const inTheWay = cardsOn(direct, from, to, cards);
  if (inTheWay.length === 0) return whole;
  const start = Math.min(...inTheWay.map(({ x }) => x)) - turn / 2;
  const end = Math.max(...inTheWay.map(({ x, width }) => x + width)) + turn / 2;
  // Cards that stand over the wire's own ends leave no room to turn.
  if (start - turn < from.x || end + turn > to.x) return whole;
  const distance = away + apart * (Math.abs(Math.round(to.y / row)) % lanes);
  const beside = cards.filter(({ x, width }) => x < end && x + width > start);
  const y = laneNear((from.y + to.y) / 2, inTheWay, beside, distance);
  const [before, after] = [curve(from, { x: start, y }), curve({ x: end, y }, to)];
  return {
    path: `${before} ${after.replace(/^M/, "L")}`,
    middle: { x: (start + end) / 2, y },
  };
}

/** The nearest height at which a straight wire passes all cards. */
function laneNear(
  wanted: number,
  inTheWay: readonly Box[],
  beside: readonly Box[],
  distance: number,
): number {
  const search = (first: number, step: (card: Box) => number): number => {
    let y = first;
    // Each card is passed at most once.
    for (let left = beside.length; left > 0; left--) {
      const blocking = beside.find((card) => card.y - away < y && y < card.y + card.height + away);
      if (!blocking) break;
      y = step(blocking);
    }
    return y;
  };
  const above = search(Math.min(...inTheWay.map(({ y }) => y)) - distance, ({ y }) => y - distance);
  const below = search(
    Math.max(...inTheWay.map(({ y, height }) => y + height)) + distance,
    ({ y, height }) => y + height + distance,
  );
  return Math.abs(above - wanted) < Math.abs(below - wanted) ? above : below;
}

/** The curve that Svelte Flow draws. */
function curve(from: Point, to: Point): string {
  const [path] = getBezierPath({
    sourceX: from.x,
    sourceY: from.y,
    sourcePosition: Position.Right,
    targetX: to.x,
    targetY: to.y,
    targetPosition: Position.Left,
  });
  return path;
}

/** The cards behind which a curve would pass. Most wires have none near, which is found out by a comparison of boxes. */
function cardsOn(path: string, from: Point, to: Point, cards: readonly Box[]): readonly Box[] {
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const near = cards.filter(
    ({ x, y, width, height }) => x < to.x && x + width > from.x && y < bottom && y + height > top,
  );
  if (near.length === 0) return near;
  const points = pointsOn(path);
  return near.filter(({ x, y, width, height }) =>
    points.some((point) => point.x > x && point.x < x + width && point.y > y && point.y < y + height),
  );
}

const samples = 24;

/** Points on a path of one cubic curve. */
function pointsOn(path: string): readonly Point[] {
  const numbers = (path.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = numbers;
  return Array.from({ length: samples + 1 }, (_, index) => {
    const t = index / samples;
    const at = (a: number, b: number, c: number, d: number) =>
      (1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t ** 2 * c + t ** 3 * d;
    return { x: at(x0, x1, x2, x3), y: at(y0, y1, y2, y3) };
  });
}
