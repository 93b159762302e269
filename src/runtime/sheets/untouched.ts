import type { SheetState } from "./store.ts";

/** A sheet that nobody has touched. */
export const untouchedSheet: SheetState = {
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
