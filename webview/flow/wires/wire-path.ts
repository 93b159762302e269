import { getBezierPath, Position } from "@xyflow/system";
import type { Columns } from "./columns.ts";
import type { Box } from "../overview.ts";

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
export function wirePath(from: Point, to: Point, cards: Columns): WirePath {
  const direct = { path: curve(from, to), middle: { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 } };
  const inTheWay = new Set(cardsOn(from, to, cards));
  // Where it turns, it may come upon further cards, which it then passes too.
  for (let passed = 0; passed < inTheWay.size;) {
    passed = inTheWay.size;
    const start = Math.min(...[...inTheWay].map(({ x }) => x)) - turn / 2;
    const end = Math.max(...[...inTheWay].map(({ x, width }) => x + width)) + turn / 2;
    // Cards that stand over the wire's own ends leave no room to turn.
    if (start - turn < from.x || end + turn > to.x) return direct;
    const distance = away + apart * (Math.abs(Math.round(to.y / row)) % lanes);
    const y = laneNear((from.y + to.y) / 2, [...inTheWay], cards.between(start, end), distance);
    const [before, after] = [
      { from, to: { x: start, y } },
      { from: { x: end, y }, to },
    ];
    for (const part of [before, after])
      for (const card of cardsOn(part.from, part.to, cards)) inTheWay.add(card);
    if (inTheWay.size > passed) continue;
    return {
      path: `${curve(before.from, before.to)} ${curve(after.from, after.to).replace(/^M/, "L")}`,
      middle: { x: (start + end) / 2, y },
    };
  }
  return direct;
}

/** The nearest height at which a straight wire passes all cards. */
function laneNear(
  wanted: number,
  inTheWay: readonly Box[],
  beside: readonly Box[],
  distance: number,
): number {
  const downwards = beside.toSorted((one, other) => one.y - other.y);
  let below = Math.max(...inTheWay.map(({ y, height }) => y + height)) + distance;
  for (const { y, height } of downwards)
    if (y - away < below && below < y + height + away) below = y + height + distance;
  const upwards = beside.toSorted((one, other) => other.y + other.height - one.y - one.height);
  let above = Math.min(...inTheWay.map(({ y }) => y)) - distance;
  for (const { y, height } of upwards)
    if (y - away < above && above < y + height + away) above = y - distance;
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

/** The cards behind which that curve would pass. Most wires have none near, which is found out by a comparison of boxes. */
function cardsOn(from: Point, to: Point, cards: Columns): readonly Box[] {
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const near = cards.between(from.x, to.x).filter(({ y, height }) => y < bottom && y + height > top);
  if (near.length === 0) return near;
  const points = Array.from({ length: samples + 1 }, (_, index) => pointOn(from, to, index / samples));
  return near.filter(({ x, y, width, height }) =>
    points.some((point) => point.x > x && point.x < x + width && point.y > y && point.y < y + height),
  );
}

const samples = 24;

/** A point on a curve to the right, whose handles lie half way. */
function pointOn(from: Point, to: Point, t: number): Point {
  const middle = (from.x + to.x) / 2;
  const [start, handles, end] = [(1 - t) ** 3, 3 * (1 - t) * t, t ** 3];
  return {
    x: start * from.x + handles * middle + end * to.x,
    y: (start + handles * (1 - t)) * from.y + (end + handles * t) * to.y,
  };
}
