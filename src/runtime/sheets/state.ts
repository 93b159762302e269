import type { Value } from "../graph/value.ts";
import { FIELDS, isField } from "./database/entry-keys.ts";
import type { Stored } from "./operations.ts";
import type { SheetState } from "./store.ts";
import type { StoredValues } from "./values.ts";

/** A sheet that nobody has touched. */
export const emptyState: SheetState = {
  inputs: {},
  picks: {},
  positions: {},
  sizes: {},
  selected: {},
  pinned: {},
  bypassed: {},
  marked: {},
  kept: {},
  partial: {},
  compact: {},
};

export async function stateOf(
  entries: readonly { readonly field: string; readonly key: string; readonly value: Stored }[],
  values: StoredValues,
): Promise<SheetState> {
  const fields = new Map<string, [string, Value][]>();
  let view: Value | undefined;
  for (const { field, key, value: stored } of entries) {
    // A later version may have left what this one does not know.
    if (!isField(field)) continue;
    const value = await values.load(stored);
    if (FIELDS[field] === "one") view = value;
    else fields.set(field, [...(fields.get(field) ?? []), [key, value]]);
  }
  const state = Object.fromEntries([...fields].map(([field, pairs]) => [field, Object.fromEntries(pairs)]));
  return {
    ...emptyState,
    ...state,
    ...(view !== undefined && { view: view as unknown as SheetState["view"] }),
  };
}
