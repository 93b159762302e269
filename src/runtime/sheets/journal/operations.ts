import type { InputId } from "../../graph/description.ts";
import type { Value } from "../../values/value.ts";
import type { GraphKey, ResultId, SheetId, SheetState } from "../store.ts";

/**
 * A value as it is kept: in place, or where it is big as a file of the media folder, so that the database stays small.
 */
export type StoredValue =
  { readonly json: Value } | { readonly spilled: StoredFile; readonly files: readonly StoredFile[] };

export interface StoredFile {
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * What changes sheets. Operations are what the journal holds, so their form is a file format: a later version adds
 * operations and optional fields, and never changes the meaning of what exists. Each is made so that the order in which
 * two writers' operations arrive does not matter: rows that are only ever added, or fields whose latest stamp wins.
 */
export type Operation =
  | { readonly type: "sheet"; readonly sheet: SheetId; readonly graph: GraphKey; readonly name: string }
  | { readonly type: "name-sheet"; readonly sheet: SheetId; readonly name: string }
  /** `at` in milliseconds since 1970. */
  | { readonly type: "use-sheet"; readonly sheet: SheetId; readonly at: number }
  | { readonly type: "hide-sheet"; readonly sheet: SheetId; readonly at: number }
  | { readonly type: "show-sheet"; readonly sheet: SheetId }
  | { readonly type: "drop-sheet"; readonly sheet: SheetId }
  | {
      readonly type: "entry";
      readonly sheet: SheetId;
      readonly field: keyof SheetState;
      /** "" for the fields that have one value. */
      readonly key: string;
      readonly value: StoredValue | null;
    }
  | ResultOperation
  | {
      readonly type: "describe";
      readonly sheet: SheetId;
      readonly result: ResultId;
      readonly name?: string;
      readonly starred?: boolean;
    }
  | { readonly type: "drop-results"; readonly sheet: SheetId; readonly results: readonly ResultId[] }
  | {
      readonly type: "items";
      readonly sheet: SheetId;
      readonly node: string;
      readonly items: readonly {
        readonly key: string;
        readonly done: boolean;
        readonly value: StoredValue;
      }[];
    }
  | { readonly type: "drop-items"; readonly sheet: SheetId }
  | { readonly type: "rename-node"; readonly graph: GraphKey; readonly from: string; readonly to: string }
  | { readonly type: "rename-input"; readonly graph: GraphKey; readonly from: InputId; readonly to: InputId }
  | { readonly type: "note"; readonly graph: GraphKey; readonly key: string; readonly value: Value | null };

export interface ResultOperation {
  readonly type: "result";
  readonly sheet: SheetId;
  readonly result: ResultId;
  readonly node: string;
  readonly key: string;
  readonly startedAt: number;
  readonly duration: number;
  readonly edited: boolean;
  /** The rest of the `ResultRecord`. */
  readonly body: StoredValue;
  /** Keys of its items, with whether each was done. */
  readonly items?: readonly (readonly [key: string, done: boolean])[];
}

/** One entry of a journal: applied whole or not at all. */
export interface Entry {
  /** 1, 2, 3 … for each writer. */
  readonly seq: number;
  /** Orders the entries of all writers (see `clock.ts`). */
  readonly at: number;
  readonly operations: readonly Operation[];
}
