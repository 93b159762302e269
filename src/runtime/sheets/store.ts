import type { InputId } from "../graph/description.ts";
import type { ExactIntegers } from "../values/exact-integers.ts";
import type { Value, Values } from "../values/value.ts";
import type { MadeCalls } from "./made-calls.ts";

/** The key of a graph's sheets: its persist key if it has one, else made from the file's path and the graph's name. */
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

/** The sheets of one graph key, last used first, with the number of results in each. */
export interface StoredGraph {
  readonly graph: GraphKey;
  readonly sheets: readonly (SheetSummary & { readonly results: number })[];
}

/** All of a sheet except its results. Keys may be names of nodes and inputs from an earlier version of the file. */
export interface SheetState {
  readonly inputs: Readonly<Record<InputId, Value>>;
  /** Choice → variant. */
  readonly picks: Readonly<Record<string, string>>;
  readonly positions: Readonly<Record<string, Point>>;
  readonly sizes: Readonly<Record<string, Size>>;
  readonly view?: View;
  /** Node → the result that its card shows and that downstream nodes use. Where none is selected, it is the newest. */
  readonly selected: Readonly<Record<string, ResultId>>;
  readonly pinned: Readonly<Record<string, ResultId>>;
  readonly bypassed: Readonly<Record<string, true>>;
  /** "Mark as fresh": node → the key that was marked. It has an effect only while it is the node's present key. */
  readonly marked: Readonly<Record<string, string>>;
  /** "Keep this value": input of a node → the value used in place of what its callable gives. */
  readonly kept: Readonly<Record<InputId, Value>>;
  /** Gathering inputs that accept partial results: they take the items that succeeded and leave out those that failed. */
  readonly partial: Readonly<Record<InputId, true>>;
  /** Cards shown in their compact form. */
  readonly compact: Readonly<Record<string, true>>;
}

/** A change of one entry of one field of a sheet; `value` undefined removes the entry. */
export type SheetChange =
  | { readonly field: "view"; readonly value: View | undefined }
  | { [F in Exclude<keyof SheetState, "view">]: SheetEntry<F> }[Exclude<keyof SheetState, "view">];

interface SheetEntry<F extends keyof SheetState> {
  readonly field: F;
  readonly key: string;
  readonly value: NonNullable<SheetState[F]>[keyof NonNullable<SheetState[F]>] | undefined;
}

/** The parts of a result's key, each a hash. Comparing them explains why a result is stale. */
export interface KeyParts {
  readonly code: string;
  /** The node's options: kind, Space, endpoint, model, task, outputs … */
  readonly options: string;
  /** Fixed and canvas inputs, and the code of callables, by input name. */
  readonly inputs: Readonly<Record<string, string>>;
  /** The content of the upstream ports used, by input name, and which of its app's states it takes (`plan/states.ts`). */
  readonly upstream: Readonly<Record<string, string>>;
  readonly variant?: string;
  /** The accepted commit of the Space or model. */
  readonly commit?: string;
  /** What decides about the nodes that a function may call, by their names. */
  readonly calls?: Readonly<Record<string, string>>;
}

/** The session of an app in which a call was made. What it left in the app's states is found by calls of the same session only. */
export interface AppSession {
  /** Gradio's `session_hash`. */
  readonly hash: string;
  /** The id that the app drew when it was started; states do not outlive it. */
  readonly app: string;
  /** The states that the call wrote, each with how often the session had written it then. */
  readonly states: Readonly<Record<number, number>>;
  /** Milliseconds since 1970 when the app throws the first of them away. */
  readonly until?: number;
}

/** One item of a scattered node. `key` is a hash of its content; `duration` is in milliseconds. */
export type ItemResult =
  | {
      readonly key: string;
      readonly status: "done";
      readonly outputs: Values;
      readonly duration: number;
      readonly session?: AppSession;
      readonly fallback?: FallbackUse;
      readonly ranOn?: WorkerUse;
      readonly imported?: true;
    }
  | {
      readonly key: string;
      readonly status: "failed";
      readonly error: StoredError;
      /** Those that fit, where others did not. */
      readonly outputs?: Values;
      readonly session?: AppSession;
      readonly ranOn?: WorkerUse;
    };

/** That a worker ran a function, on this machine or another one. */
export interface WorkerUse {
  /** Its name, which is untrusted text. */
  readonly worker: string;
  /** Milliseconds that passed before it took the job. */
  readonly waited: number;
}

/** That a result came from the fallback of its node. Such a result is never fresh: the next run tries the node itself again. */
export interface FallbackUse {
  /** Why the node itself failed. */
  readonly because: string;
  /** The node that gave the result; undefined for a value. */
  readonly node?: string;
}

export interface StoredError {
  readonly message: string;
  readonly line?: number;
}

/** One result of one node, with everything that it was made from. */
export interface ResultRecord {
  readonly id: ResultId;
  readonly node: string;
  readonly key: string;
  readonly parts: KeyParts;
  /** By output port. For a scattered node, each is a list with one value per item, `null` where the item failed. */
  readonly outputs: Values;
  /** Integers in the outputs that lose digits as numbers: calls of Spaces that take them send all digits. */
  readonly exact?: ExactIntegers;
  /** Output port → why the value that came for it did not fit; it is not among `outputs`. */
  readonly misfits?: Readonly<Record<string, string>>;
  /** For scattered nodes only, in order. Nested scatters are flattened, and `shape` describes the nesting. */
  readonly items?: readonly ItemResult[];
  readonly shape?: readonly Value[];
  /** The inputs with which the node ran, by input name. */
  readonly inputs: Values;
  /** The canvas inputs that this result was made from, here or upstream. Paging to the result restores them. */
  readonly canvas: Readonly<Record<InputId, Value>>;
  /** Upstream node → the result of it that was used. */
  readonly upstream: Readonly<Record<string, ResultId>>;
  /** Choice → variant, for every choice that was used here or upstream. */
  readonly picks: Readonly<Record<string, string>>;
  /** The values that callables gave, by input name. */
  readonly drawn: Values;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  /** The result that a person edited to make this one. */
  readonly editedFrom?: ResultId;
  readonly commit?: string;
  /** It, or some of its items, came from the node's fallback. */
  readonly fallback?: FallbackUse;
  /** Where it was made; of a scattered node each item says it. */
  readonly ranOn?: WorkerUse;
  /** Where its call left something in the states of its app. */
  readonly session?: AppSession;
  /** The result, or some of its items, came with an imported sheet: text in it is not trusted to name a file of this machine. */
  readonly imported?: true;
  /** A function called the node. */
  readonly call?: CallOrigin;
  /** Of a function: the calls that it made. */
  readonly calls?: MadeCalls;
}

export interface CallOrigin {
  /** The function's node. */
  readonly by: string;
  /** The names of the inputs that the call gave. */
  readonly given: readonly string[];
}

/** What a list of results shows; it is read without their values. */
export interface ResultSummary {
  readonly id: ResultId;
  readonly key: string;
  readonly startedAt: number;
  readonly duration: number;
  readonly name?: string;
  readonly starred: boolean;
  readonly edited: boolean;
}

/** How much is kept. Pinned, starred and shown results are kept even beyond the limits. */
export interface StoreLimits {
  /** Results per node. */
  readonly keptResults: number;
  /** Bytes of media per store. */
  readonly mediaLimit: number;
}

/** What a store reports without being asked. */
export type StoreEvent =
  /** Something could not be saved. The message says why and what to do. The store keeps it in memory and tries again until `saved`. */
  | { readonly type: "unsaved"; readonly message: string }
  /** Everything is on disk again. */
  | { readonly type: "saved" }
  /** A message to show the person once. */
  | { readonly type: "notice"; readonly message: string }
  /** Results were removed to keep the limits. */
  | { readonly type: "dropped"; readonly sheet: SheetId; readonly results: readonly ResultId[] }
  /** Another window or program changed sheets of these graphs: what was loaded of them may be out of date. */
  | { readonly type: "changed-elsewhere"; readonly graphs: readonly GraphKey[] };

/**
 * Stores sheets and results. Every method settles only when its change would survive a crash. Where the disk refuses, the
 * change is made in memory, and the method rejects with a `StoreError` of kind "unsaved" (see `errors.ts`), which says what to
 * do; the store saves the change as soon as it can. Any other error means that nothing was changed.
 */
export interface SheetStore {
  /** Gives the sheets of a graph, last used first. Makes a first sheet where there is none, even if it cannot be saved yet. */
  openGraph(graph: GraphKey): Promise<readonly SheetSummary[]>;
  createSheet(graph: GraphKey, name: string): Promise<SheetSummary>;
  /** Copies a sheet within its graph, or to another graph. */
  duplicateSheet(sheet: SheetId, name: string, graph?: GraphKey): Promise<SheetSummary>;
  renameSheet(sheet: SheetId, name: string): Promise<void>;
  /** Hides a sheet. `restoreSheet` can bring it back for at least an hour; a later session removes it for good. */
  deleteSheet(sheet: SheetId): Promise<void>;
  restoreSheet(sheet: SheetId): Promise<void>;
  /** Records that a person looks at the sheet now, which makes it the last used one. */
  useSheet(sheet: SheetId): Promise<void>;
  loadSheet(sheet: SheetId): Promise<LoadedSheet>;
  /** Removes inputs, selected variants and results, except pinned and starred results. */
  clearSheet(sheet: SheetId): Promise<void>;
  /** Changes entries of a sheet's fields. */
  change(sheet: SheetId, changes: readonly SheetChange[]): Promise<void>;
  /** Adds a result, and removes the node's oldest ones beyond `StoreLimits.keptResults` (event `dropped`). */
  addResult(sheet: SheetId, result: ResultRecord): Promise<void>;
  /** Saves items that are finished while their node is still running, so that a crash loses none. */
  addItems(sheet: SheetId, node: string, items: readonly ItemResult[]): Promise<void>;
  /** Gives the finished items of a node that have these keys, from all its results and unfinished runs. */
  findItems(sheet: SheetId, node: string, keys: readonly string[]): Promise<readonly ItemResult[]>;
  /** Undefined where there is no such result, or its value was removed from the media folder. */
  loadResult(sheet: SheetId, result: ResultId): Promise<ResultRecord | undefined>;
  /** Names a result ("" removes the name) or stars it. */
  describeResult(
    sheet: SheetId,
    result: ResultId,
    change: { name?: string; starred?: boolean },
  ): Promise<void>;
  deleteResults(sheet: SheetId, results: readonly ResultId[]): Promise<void>;
  /** Moves everything of a node to its new name, in every sheet of the graph. */
  renameNode(graph: GraphKey, from: string, to: string): Promise<void>;
  /** Does the same for a canvas input. */
  renameInput(graph: GraphKey, from: InputId, to: InputId): Promise<void>;
  /** Gives every graph that has sheets with inputs or results, even if its file no longer has it. */
  listGraphs(): Promise<readonly StoredGraph[]>;
  /** Writes a sheet and its media to a file. */
  exportSheet(sheet: SheetId, path: string): Promise<void>;
  /**
   * Adds an exported sheet to a graph. Rejects without a change where the file is not a sound export, and where the signal
   * aborts before the sheet is whole.
   */
  importSheet(graph: GraphKey, path: string, options?: ImportChoice): Promise<ImportedSheet>;
  /** Notes are small facts about a graph that belong to no sheet: layouts, accepted commits, durations. */
  getNote(graph: GraphKey, key: string): Promise<Value | undefined>;
  /** `value` undefined removes the note. */
  setNote(graph: GraphKey, key: string, value: Value | undefined): Promise<void>;
  setLimits(limits: StoreLimits): Promise<void>;
  /** Messages for the person about opening: a damaged file set aside, a backup restored, a newer version's file left untouched. */
  readonly notices: readonly string[];
  /** Listens to all events from now on. */
  onEvent(listener: (event: StoreEvent) => void): void;
  close(): Promise<void>;
}

export interface ImportChoice {
  readonly signal?: AbortSignal | undefined;
  /**
   * Refuses a sheet that refers to files which it does not bring along. Where several people share a media folder, such a
   * reference would open a file of another one.
   */
  readonly complete?: boolean;
}

export interface ImportedSheet extends SheetSummary {
  /** Inputs whose kept value was left out because it contains text, which an import is not trusted to set. */
  readonly leftOut: readonly InputId[];
}

export interface LoadedSheet {
  readonly summary: SheetSummary;
  readonly state: SheetState;
  /** The selected (else newest) result of each node that has one. */
  readonly results: readonly ResultRecord[];
  readonly summaries: Readonly<Record<string, readonly ResultSummary[]>>;
}
