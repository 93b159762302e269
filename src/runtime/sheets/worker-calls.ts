import type { LocalStoreOptions } from "./local-store.ts";
import type { SheetStore, StoreEvent } from "./store.ts";

/** The methods of a store that cross to its worker. */
export const STORE_METHODS = [
  "openGraph",
  "createSheet",
  "duplicateSheet",
  "renameSheet",
  "deleteSheet",
  "restoreSheet",
  "useSheet",
  "loadSheet",
  "clearSheet",
  "change",
  "addResult",
  "addItems",
  "findItems",
  "loadResult",
  "describeResult",
  "deleteResults",
  "renameNode",
  "renameInput",
  "listGraphs",
  "exportSheet",
  "importSheet",
  "getNote",
  "setNote",
  "setLimits",
  "close",
] as const satisfies readonly (keyof SheetStore)[];

type Method = (typeof STORE_METHODS)[number];

/** What the store's worker answers: each method of the store, with its arguments as a list. */
export type StoreCalls = {
  readonly [M in Method]: (argument: Parameters<SheetStore[M]>) => Awaited<ReturnType<SheetStore[M]>>;
} & {
  /** Comes first. */
  open(options: StoreStart): { readonly notices: readonly string[] };
};

export type StoreStart = Pick<LocalStoreOptions, "folder" | "media" | "wasm" | "limits">;
export type { StoreEvent };
