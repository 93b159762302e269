import type { Value } from "../values/value.ts";

/**
 * How many items stand in each list of a scattered value: a number for one level, a list of shapes for more. Ports of a
 * scattered node are lists nested like this; results keep their items flat and in order.
 */
export type Shape = number | readonly Shape[];

/** Flat leaves in the nesting of a shape. */
export function nest(flat: readonly Value[], shape: Shape): Value {
  let next = 0;
  const build = (part: Shape): Value => {
    if (typeof part !== "number") return part.map(build);
    next += part;
    return flat.slice(next - part, next);
  };
  return build(shape);
}

/** The leaves of a value nested `depth` deep, in order. */
export function leaves(value: Value, depth: number): Value[] {
  if (depth === 0) return [value];
  if (!Array.isArray(value)) return [];
  return depth === 1 ? (value as Value[]) : (value as Value[]).flatMap((part) => leaves(part, depth - 1));
}

/** Applies a function to the leaves of a value nested `depth` deep, and to the value at the same position in `beside`. */
export function mapLeaves(
  value: Value,
  depth: number,
  leaf: (value: Value, beside: Value) => Value,
  beside: Value = null,
): Value {
  if (depth === 0) return leaf(value, beside);
  if (!Array.isArray(value)) return value;
  return (value as Value[]).map((part, i) =>
    mapLeaves(part, depth - 1, leaf, Array.isArray(beside) ? (beside[i] as Value) : null),
  );
}
