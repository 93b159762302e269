import type { InputId } from "../graph/description.ts";
import type { Value, Values } from "../values/value.ts";

/** Under what a graph's sheets are kept: the explicit persist key, else made from the file's path and the graph's name. */
export type GraphKey = string;
export type SheetId = string;
export type ResultId = string;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface View extends Point {
  readonly zoom: number;
}

export interface SheetSummary {
  readonly id: SheetId;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/** Sheets that are kept under one key, last used first. */
export interface StoredGraph {
  readonly graph: GraphKey;
  readonly sheets: readonly (SheetSummary & { readonly results: number })[];
}

/** All of a sheet but its results. Node and input names of an earlier version of the file may be among the keys. */
export interface SheetState {
  readonly inputs: Readonly<Record<InputId, Value>>;
  /** Choice → variant. */
  readonly picks: Readonly<Record<string, string>>;
  readonly positions: Readonly<Record<string, Point>>;
  readonly sizes: Readonly<Record<string, Size>>;
  readonly view?: View;
  /** Node → the result that its card shows and that downstream nodes use. */
  readonly selected: Readonly<Record<string, ResultId>>;
  readonly pinned: Readonly<Record<string, ResultId>>;
  readonly bypassed: Readonly<Record<string, true>>;
  /** "Mark as fresh": node → the key that was marked; counts while it is the node's present key. */
  readonly marked: Readonly<Record<string, string>>;
  /** "Keep this value": input of a node → the value that its callable no longer replaces. */
  readonly kept: Readonly<Record<InputId, Value>>;
  /** Gathering inputs that take the items that worked where others failed. */
  readonly partial: Readonly<Record<InputId, true>>;
  /** Cards shown in their compact form. */
  readonly compact: Readonly<Record<string, true>>;
}

/** One entry of one field of a sheet; `value` undefined removes it. Small, so that saving one is cheap. */
export type SheetChange =
  | { readonly field: "view"; readonly value: View | undefined }
  | { [F in Exclude<keyof SheetState, "view">]: SheetEntry<F> }[Exclude<keyof SheetState, "view">];

interface SheetEntry<F extends keyof SheetState> {
  readonly field: F;
  readonly key: string;
  readonly value: NonNullable<SheetState[F]>[keyof NonNullable<SheetState[F]>] | undefined;
}

/** What a result's key was hashed from, part by part, so that staleness can be explained. Each value is a hash. */
export interface KeyParts {
  readonly code: string;
  /** Kind, Space, endpoint, model, task, outputs …: what the node's options say. */
  readonly options: string;
  /** Fixed and canvas inputs, and the code of callables, by input name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The content of the upstream ports used, by input name. */
  readonly upstream: Readonly<Record<string, string>>;
  readonly variant?: string;
  /** The accepted commit of the Space or model. */
  readonly commit?: string;
}

/** One item of a scattered node, kept by its content key. */
export type ItemResult =
  | {
      readonly key: string;
      readonly status: "done";
      readonly outputs: Values;
      readonly duration: number;
      readonly imported?: true;
    }
  | { readonly key: string; readonly status: "failed"; readonly error: StoredError };

export interface StoredError {
  readonly message: string;
  readonly line?: number;
}

/** One result of one node with everything that made it. */
export interface ResultRecord {
  readonly id: ResultId;
  readonly node: string;
  readonly key: string;
  readonly parts: KeyParts;
  /** By output port; of a scattered node the lists of its items' values, `null` where an item failed. */
  readonly outputs: Values;
  /** Of a scattered node only, in order (nested scatters flattened, with `shape` telling the nesting). */
  readonly items?: readonly ItemResult[];
  readonly shape?: readonly Value[];
  /** The inputs as the node got them, by input name. */
  readonly inputs: Values;
  /** The canvas inputs that took part here or upstream, so that paging can bring them back. */
  readonly canvas: Readonly<Record<InputId, Value>>;
  /** Upstream node → the result of it that was used. */
  readonly upstream: Readonly<Record<string, ResultId>>;
  /** Choice → variant, of every choice that took part here or upstream. */
  readonly picks: Readonly<Record<string, string>>;
  /** What callables drew, by input name. */
  readonly drawn: Values;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  /** The result that a person edited into this one. */
  readonly editedFrom?: ResultId;
  readonly commit?: string;
  /** It came, or some of its items came, with an imported sheet: text in it names no file of this machine. */
  readonly imported?: true;
}

/** What the list of a node's results shows without loading their values. */
export interface ResultSummary {
  readonly id: ResultId;
  readonly key: string;
  readonly startedAt: number;
  readonly duration: number;
  readonly name?: string;
  readonly starred: boolean;
  readonly edited: boolean;
}

/** How much is kept; pinned, starred and shown results stay whatever the limits say. */
export interface StoreLimits {
  /** Results per node. */
  readonly keptResults: number;
  /** Bytes of media per store. */
  readonly mediaLimit: number;
}

/** What a store tells by itself. */
export type StoreEvent =
  /** Something could not be saved: what is wrong and what to do. It is kept in memory, and tried again until `saved`. */
  | { readonly type: "unsaved"; readonly message: string }
  /** Everything is on disk again. */
  | { readonly type: "saved" }
  /** For the person to read, once. */
  | { readonly type: "notice"; readonly message: string }
  /** Results went to keep the limits. */
  | { readonly type: "dropped"; readonly sheet: SheetId; readonly results: readonly ResultId[] }
  /** Another window or program changed sheets of these graphs: what was loaded of them may be out of date. */
  | { readonly type: "changed-elsewhere"; readonly graphs: readonly GraphKey[] };

/**
 * Keeps sheets and results. Every method settles only when what it did would survive a crash. Where the disk refuses, a
 * method that changes something rejects with a `StoreError` of kind "unsaved" (see `errors.ts`) that says what to do; the
 * change is made in memory then, and is saved as soon as the disk takes it. Any other error means that nothing changed.
 */
export interface SheetStore {
  /** The sheets of a graph, last used first; a first one is made where there is none, even if it cannot be saved yet. */
  openGraph(graph: GraphKey): Promise<readonly SheetSummary[]>;
  createSheet(graph: GraphKey, name: string): Promise<SheetSummary>;
  /** A copy beside the sheet, or among the sheets of another graph. */
  duplicateSheet(sheet: SheetId, name: string, graph?: GraphKey): Promise<SheetSummary>;
  renameSheet(sheet: SheetId, name: string): Promise<void>;
  /** Hides the sheet; `restoreSheet` brings it back until the store is next opened. */
  deleteSheet(sheet: SheetId): Promise<void>;
  restoreSheet(sheet: SheetId): Promise<void>;
  /** A person looks at the sheet now: it is the last used one. */
  useSheet(sheet: SheetId): Promise<void>;
  loadSheet(sheet: SheetId): Promise<LoadedSheet>;
  /** Removes inputs, picks and results; pinned and starred results stay. */
  clearSheet(sheet: SheetId): Promise<void>;
  change(sheet: SheetId, changes: readonly SheetChange[]): Promise<void>;
  addResult(sheet: SheetId, result: ResultRecord): Promise<void>;
  /** Items that are finished while their node is still running, so that a crash loses none. */
  addItems(sheet: SheetId, node: string, items: readonly ItemResult[]): Promise<void>;
  /** Finished items of a node by key, from all its results and unfinished runs. */
  findItems(sheet: SheetId, node: string, keys: readonly string[]): Promise<readonly ItemResult[]>;
  loadResult(sheet: SheetId, result: ResultId): Promise<ResultRecord | undefined>;
  describeResult(
    sheet: SheetId,
    result: ResultId,
    change: { name?: string; starred?: boolean },
  ): Promise<void>;
  deleteResults(sheet: SheetId, results: readonly ResultId[]): Promise<void>;
  /** A node got another name and kept its definition: everything under it moves along, in every sheet of the graph. */
  renameNode(graph: GraphKey, from: string, to: string): Promise<void>;
  /** The same for a canvas input. */
  renameInput(graph: GraphKey, from: InputId, to: InputId): Promise<void>;
  /** Every graph that has sheets with inputs or results in them, whether or not it still exists. */
  listGraphs(): Promise<readonly StoredGraph[]>;
  exportSheet(sheet: SheetId, path: string): Promise<void>;
  /** Rejects, having changed nothing, where the file is not a sound export. */
  importSheet(graph: GraphKey, path: string): Promise<ImportedSheet>;
  /** Small remembered facts beside sheets: layouts, accepted commits, durations. */
  getNote(graph: GraphKey, key: string): Promise<Value | undefined>;
  setNote(graph: GraphKey, key: string, value: Value | undefined): Promise<void>;
  setLimits(limits: StoreLimits): Promise<void>;
  /** Messages for the person from opening: a damaged file set aside, a backup restored, a newer version's file left alone. */
  readonly notices: readonly string[];
  /** What happens from now on. */
  onEvent(listener: (event: StoreEvent) => void): void;
  close(): Promise<void>;
}

export interface ImportedSheet extends SheetSummary {
  /** Inputs whose kept value was left out, since texts of others are not taken for the person's own. */
  readonly leftOut: readonly InputId[];
}

export interface LoadedSheet {
  readonly summary: SheetSummary;
  readonly state: SheetState;
  /** The selected (else newest) result of each node that has one. */
  readonly results: readonly ResultRecord[];
  readonly summaries: Readonly<Record<string, readonly ResultSummary[]>>;
}
