type Change = readonly [
  action: "replace" | "append" | "add" | "delete",
  path: readonly (string | number)[],
  value: unknown,
];

/** The changes that lead from one value to another, as Gradio's `diff` makes them. */
export function changesBetween(before: unknown, after: unknown): readonly Change[] {
  const changes: Change[] = [];
  compare(before, after, []);
  return changes;

  function compare(from: unknown, to: unknown, path: readonly (string | number)[]): void {
    if (Object.is(from, to)) return;
    if (typeof from === "string" && typeof to === "string" && to.startsWith(from) && from !== "") {
      changes.push(["append", path, to.slice(from.length)]);
    } else if (Array.isArray(from) && Array.isArray(to)) {
      const shared = Math.min(from.length, to.length);
      for (let at = 0; at < shared; at += 1) compare(from[at], to[at], [...path, at]);
      for (let at = shared; at < to.length; at += 1) changes.push(["add", [...path, at], to[at]]);
      for (let at = from.length - 1; at >= shared; at -= 1) changes.push(["delete", [...path, at], null]);
    } else if (isPlain(from) && isPlain(to)) {
      for (const [name, value] of Object.entries(to)) {
        if (Object.hasOwn(from, name)) compare(from[name], value, [...path, name]);
        else changes.push(["add", [...path, name], value]);
      }
      for (const name of Object.keys(from))
        if (!Object.hasOwn(to, name)) changes.push(["delete", [...path, name], null]);
    } else changes.push(["replace", path, to]);
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
