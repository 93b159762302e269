import type { ts } from "../../typescript.ts";
import { meantName } from "../../text/meant-name.ts";
import type { Daggr } from "./daggr.ts";
import type { UnknownOption } from "./model.ts";
import { bare, type Shape } from "./values.ts";

/** Options that what is made does not have; `place` is the place of the options among the arguments. */
export function unknownOptions(
  daggr: Daggr,
  made: ts.NewExpression,
  place: number,
  { expression, literal, entries }: Shape,
): readonly UnknownOption[] {
  // Only of an object that is written in the call: another one may hold more for other uses.
  if (literal !== bare(expression)) return [];
  const valid = daggr.optionNames(made, place);
  if (valid.length === 0) return [];
  const free = valid.filter((name) => !entries.has(name));
  return [...entries.values()]
    .filter(({ name, written }) => written?.parent === literal && !valid.includes(name))
    .map((entry) => {
      const meant = meantName(entry.name, free);
      return { entry, valid, ...(meant !== undefined && { meant }) };
    });
}

/** The options with those that are only called otherwise under their own names: what is meant is known, so the rest can be checked. */
export function withMeant(shape: Shape, unknown: readonly UnknownOption[]): Shape {
  const meant = unknown.flatMap(({ entry, meant: name }) =>
    name === undefined || name.from === "slip" ? [] : [[name.name, entry] as const],
  );
  return meant.length === 0 ? shape : { ...shape, entries: new Map([...shape.entries, ...meant]) };
}
