import type { Random } from "./random.ts";

/** Names that mean something to programs, disks or prototypes. */
export const oddNames: readonly [string, ...string[]] = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "$file",
  "../../../etc/passwd",
  "a\u0000b.txt",
  "C:\\windows\\x",
  "/dev/zero",
  "\ud800",
  "\u202egnp.exe",
  "",
  "a".repeat(5_000),
  "%00%2f%2e%2e",
  "data:text/plain,x",
  "file:///etc/passwd",
];

/** A value of any kind, where another one was expected. */
export function oddValue(random: Random, depth = 0): unknown {
  const kind = random.below(depth > 3 ? 7 : 10);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return random.pick([0, -1, 1e308, -1e308, 0.1, 2 ** 53, 4_294_967_295]);
    case 2:
      return random.chance(0.5);
    case 3:
    case 4:
      return random.pick(oddNames);
    case 5:
      return "long ".repeat(random.below(20_000));
    case 6:
      return random.pick<unknown>([[], {}, [[]], [null], { error: null }]);
    case 7:
      return Array.from({ length: random.below(6) }, () => oddValue(random, depth + 1));
    case 8:
      return { $file: "a".repeat(64), name: "x", mime: "text/plain", size: 1 };
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(5) }, () => [random.pick(oddNames), oddValue(random, depth + 1)]),
      );
  }
}

/** The value with some of its parts replaced, removed, repeated or named otherwise. */
export function mutated(value: unknown, random: Random, rate = 0.15): unknown {
  if (random.chance(rate)) return oddValue(random);
  if (Array.isArray(value)) {
    const parts = (value as readonly unknown[]).filter(() => !random.chance(rate / 2));
    const changed = parts.map((part) => mutated(part, random, rate));
    return random.chance(rate) ? [...changed, ...changed] : changed;
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(() => !random.chance(rate / 2));
  return Object.fromEntries(
    fields.map(([name, part]) => [
      random.chance(rate / 4) ? random.pick(oddNames) : name,
      mutated(part, random, rate),
    ]),
  );
}
