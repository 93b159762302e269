import type { ReturnInfo } from "../../gradio/schema/api-info.ts";
import { canShow } from "../../gradio/schema/returned-forms.ts";
import { outputView } from "../model/output-view.ts";
import type { Entry, Shape } from "../model/model.ts";
import type { Values } from "../model/values.ts";
import { type Edit, type RuleFix, spanOf } from "./rule.ts";

/**
 * The outputs in the places of what they can show, where there is one way to do so: exchanged, or with `null` for what is passed
 * over. Names that are the labels of what is returned decide where components do not.
 */
export function inOrder(outputs: Shape, returns: readonly ReturnInfo[], values: Values): readonly RuleFix[] {
  const { literal } = outputs;
  const entries = [...outputs.entries.values()];
  if (literal === undefined || entries.some(({ written }) => written?.parent !== literal)) return [];
  if (entries.length > returns.length) return [];
  const fits = entries.map((entry) => {
    const view = outputView(entry, values);
    return returns.map((returned) => view !== undefined && canShow(view, returned));
  });
  const ways = assignments(fits, []).filter((way) => keepsNames(way, entries, returns));
  const [way] = ways;
  if (way === undefined || ways.length > 1) return [];
  const last = Math.max(...way);
  const texts = returns.slice(0, last + 1).map((returned, place) => {
    const entry = entries[way.indexOf(place)];
    return entry?.written?.getText() ?? `${hiddenName(returned, place, entries)}: null`;
  });
  if (texts.length === entries.length)
    return [
      {
        title: "Put the outputs in the order of the endpoint",
        edits: exchanged(entries, texts),
        safe: false,
      },
    ];
  const edits = [{ ...spanOf(literal), text: `{ ${texts.join(", ")} }` }];
  return [{ title: "Hide what stands before by 'null'", edits, safe: false }];
}

/** Every way to give each output a place of its own that it can show. */
function assignments(
  fits: readonly (readonly boolean[])[],
  taken: readonly number[],
): readonly (readonly number[])[] {
  const [first, ...rest] = fits;
  if (first === undefined) return [taken];
  return first.flatMap((fit, place) =>
    fit && !taken.includes(place) ? assignments(rest, [...taken, place]) : [],
  );
}

/** An output that is called as one of the returned values stays with that one. */
function keepsNames(
  way: readonly number[],
  entries: readonly Entry[],
  returns: readonly ReturnInfo[],
): boolean {
  return entries.every(({ name }, index) => {
    const place = returns.findIndex(({ label }) => plain(label) === plain(name));
    return place < 0 || way[index] === place;
  });
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, "");
}

function hiddenName({ label }: ReturnInfo, place: number, entries: readonly Entry[]): string {
  const name = plain(label);
  const isFree = /^[a-z]\w*$/.test(name) && !entries.some((entry) => entry.name === name);
  return isFree ? name : `hidden${place + 1}`;
}

function exchanged(entries: readonly Entry[], texts: readonly string[]): readonly Edit[] {
  return entries.flatMap(({ written }, place) =>
    written ? [{ ...spanOf(written), text: texts[place] ?? "" }] : [],
  );
}
