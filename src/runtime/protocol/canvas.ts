import type { GraphDescription, InputId } from "../graph/description.ts";
import type { Value, Values } from "../values/value.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { CallEnd, CallFacts, Calls } from "../sheets/made-calls.ts";
import type { Intent } from "./intents.ts";
import type { StepPhase } from "./step-phase.ts";

import type {
  FallbackUse,
  Point,
  ResultId,
  ResultSummary,
  SheetId,
  SheetSummary,
  Size,
  View,
  WorkerUse,
} from "../sheets/store.ts";

/**
 * What a canvas shows, whole. The session holds the truth and sends this once when a canvas is ready, then
 * `CanvasEvent`s; the same reducer (`protocol/reduce.ts`) applies them in the session, the host and the webview.
 */
export interface CanvasState {
  /**
   * The number of the last message with events that this state includes. Each message has the number after the one before it,
   * however many events it holds. A canvas that gets another number has lost a message, and asks for a new snapshot.
   */
  readonly revision: number;
  /** The workflow file's name, for titles. */
  readonly title: string;
  /** Undefined until the file was loaded for the first time (or a stored snapshot was found). */
  readonly graph?: GraphDescription;
  /** Names of all graphs of the file, this one's among them. */
  readonly graphs: readonly string[];
  /** Undefined: nothing was loaded since the canvas opened, the graph is the stored snapshot. */
  readonly loading: LoadingState;
  readonly layout: Layout;
  readonly sheets: readonly SheetSummary[];
  readonly sheet?: SheetId;
  /** Canvas inputs the person changed; others show their component's `value` option. */
  readonly inputs: Readonly<Record<InputId, Value>>;
  readonly picks: Readonly<Record<string, string>>;
  readonly positions: Readonly<Record<string, Point>>;
  readonly sizes: Readonly<Record<string, Size>>;
  readonly compact: Readonly<Record<string, true>>;
  readonly view?: View;
  readonly kept: Readonly<Record<InputId, Value>>;
  readonly partial: Readonly<Record<InputId, true>>;
  readonly nodes: Readonly<Record<string, NodeState>>;
  readonly run?: RunState;
  /** What Run all would do now. */
  readonly preview: RunPreview;
  readonly earlier: readonly EarlierNode[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly account: { readonly signedIn: boolean; readonly name?: string };
  /** False in an untrusted workspace: everything that runs code is disabled, with the reason shown. */
  readonly trusted: boolean;
  /** Whether functions may run on workers of a queue. */
  readonly hasQueue?: true;
  /** While calls of Spaces and models are recorded, or answered from a recording. */
  readonly recording?: RecordingState;
  /** Messages that stay until dismissed: a restored backup, a Space that was updated, a disk that is full. */
  readonly notices: readonly Notice[];
}

export interface RecordingState {
  readonly mode: RecordingMode;
  /** Name of the recording's folder, which lies beside the workflow file. */
  readonly folder: string;
}

/** Calls are made and kept; calls are answered from what was kept, and none is made. */
export type RecordingMode = "record" | "replay";

export type LoadingState =
  /** Shown from the stored snapshot; nothing of the file has run yet. */
  | { readonly kind: "snapshot" }
  | { readonly kind: "loading" }
  | { readonly kind: "ready" }
  /** The last good graph stays, with this over it. */
  | { readonly kind: "failed"; readonly failure: StepFailure };

export interface Notice {
  readonly id: string;
  readonly level: "information" | "warning" | "error";
  readonly text: string;
  readonly actions: readonly NoticeAction[];
}

export type NoticeAction =
  | { readonly type: "accept-commit"; readonly title: string; readonly node: string }
  | { readonly type: "duplicate-space"; readonly title: string; readonly node: string }
  /** Begins the run that was refused because a step of it is certain to fail. */
  | { readonly type: "run-anyway"; readonly title: string }
  | { readonly type: "dismiss"; readonly title: string };

/** Where cards stand unless a person dragged them. Canvas inputs have cards of their own under their `InputId`. */
export interface Layout {
  readonly cards: Readonly<Record<string, Point & Size>>;
}

export type NodeStatus = "idle" | "waiting" | "running" | "asking" | "done" | "failed" | "stopped";

export interface NodeState {
  readonly status: NodeStatus;
  /** While waiting or running. */
  readonly phase?: StepPhase;
  readonly progress?: { readonly fraction?: number; readonly text?: string };
  /** Milliseconds since 1970, while running. */
  readonly startedAt?: number;
  /** Milliseconds, of the shown result. */
  readonly duration?: number;
  /** Where the shown result was made, or what is shown failed, if that was on another machine. */
  readonly ranOn?: WorkerUse;
  readonly failure?: StepFailure;
  readonly freshness: Freshness;
  /** Of the shown result, or so far while running (`streaming`). */
  readonly outputs?: Values;
  readonly streaming: boolean;
  /** Of a scattered node: one entry per item, in order. */
  readonly items?: readonly ItemState[];
  /** Of a function that calls nodes: the calls of its shown result, or of what runs. */
  readonly calls?: CallsState;
  readonly results: readonly ResultSummary[];
  readonly shown?: ResultId;
  readonly pinned?: ResultId;
  readonly bypassed: boolean;
  /** What the callables drew for the shown result. */
  readonly drawn: Values;
  /** The last lines printed, oldest first. */
  readonly logs: readonly LogLine[];
  /** While `asking`. */
  readonly question?: Question;
}

export type Freshness =
  | { readonly kind: "missing" }
  | { readonly kind: "fresh"; readonly because?: "pinned" | "marked" | "bypassed" }
  /** Each reason in words: "prompt changed", "code changed", "upstream changed", "Space updated", "other variant". */
  | { readonly kind: "stale"; readonly reasons: readonly string[] };

export interface ItemState {
  readonly key: string;
  readonly label: string;
  readonly status: "waiting" | "running" | "done" | "failed" | "stopped";
  readonly outputs?: Values;
  readonly failure?: StepFailure;
  /** Where it runs or ran, if that is another machine. */
  readonly ranOn?: WorkerUse;
}

/**
 * Changed items of a scattered node, by index. A map and not an object, since an object whose only key is a high index costs tens of
 * times as much to make.
 */
export type ItemStates = ReadonlyMap<number, ItemState>;

/** A call of a node by a function, and how it stands. */
export type CallState = CallFacts &
  (
    | CallEnd
    | {
        readonly status: "waiting" | "running";
        readonly phase?: StepPhase;
        readonly progress?: { readonly fraction?: number; readonly text?: string };
      }
  );

export type CallsState = Calls<CallState>;

export interface LogLine {
  readonly stream: "stdout" | "stderr" | "log";
  readonly text: string;
}

export type Question =
  | { readonly step: "choose-one"; readonly message: string; readonly options: readonly Value[] }
  | { readonly step: "approve"; readonly message: string; readonly value: Value }
  | { readonly step: "text-input"; readonly message: string; readonly value: string };

export interface RunState {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly running: readonly string[];
  readonly waiting: readonly string[];
  readonly done: number;
  readonly total: number;
  /** While some of it is in a queue of workers. */
  readonly queue?: QueueUse;
}

/** The jobs of what runs, and on how many workers. */
export interface QueueUse {
  readonly waiting: number;
  readonly running: number;
  readonly workers: number;
}

export interface RunPreview {
  readonly run: readonly PreviewStep[];
  readonly reused: readonly string[];
  /** Milliseconds, from earlier durations; undefined where a node never ran. */
  readonly estimate?: number;
  /** Where some of the calls would be made on other machines. */
  readonly places?: CallPlaces;
}

/** How many calls are made where. A scattered node makes one for each item. */
export interface CallPlaces {
  readonly here: number;
  readonly queued: number;
  /** The workers that take them; undefined where none was heard of yet. */
  readonly workers?: number;
}

export interface PreviewStep {
  readonly node: string;
  /** "missing", "forced", or the reasons of staleness in words. */
  readonly why: string;
}

/**
 * One change of the canvas state. A field that is undefined now is cleared; since JSON has no undefined, an event that goes to
 * a webview names such fields in `cleared` (see `withCleared`).
 */
export type CanvasEvent =
  /** Several top-level fields at once: a redraw, another sheet, a changed preview. */
  | {
      readonly type: "state";
      readonly state: Partial<Omit<CanvasState, "revision" | "nodes">>;
      readonly cleared?: readonly string[];
    }
  | { readonly type: "nodes"; readonly nodes: Readonly<Record<string, NodeState>>; readonly replace: boolean }
  | {
      readonly type: "node";
      readonly node: string;
      readonly state: Partial<NodeState>;
      readonly cleared?: readonly string[];
    }
  | { readonly type: "items"; readonly node: string; readonly items: Readonly<Record<number, ItemState>> }
  /** One entry of one field that a person edits; `value` undefined removes it. */
  | {
      readonly type: "entry";
      readonly field: "inputs" | "picks" | "positions" | "sizes" | "compact" | "kept" | "partial";
      readonly key: string;
      readonly value: Value | Point | Size | undefined;
    };

/** One step of how a result came about. The answer to `lineage` is a list of these, the result itself first. */
export interface LineageStep {
  readonly node: string;
  readonly result: ResultId;
  readonly startedAt: number;
  readonly duration: number;
  readonly inputs: Values;
  /** Canvas inputs of this step and of those before it. */
  readonly canvas: Readonly<Record<InputId, Value>>;
  readonly outputs: Values;
  readonly upstream: Readonly<Record<string, ResultId>>;
  readonly editedFrom?: ResultId;
  /** It came from the node's fallback. */
  readonly fallback?: FallbackUse;
  readonly ranOn?: WorkerUse;
  readonly commit?: string;
}

/** What a node left that the file no longer has. */
export interface EarlierNode {
  readonly node: string;
  readonly results: readonly ResultSummary[];
}

/** What a page shows a sheet as: the graph, or a plain form of its inputs and outputs. */
export const pageViews = ["canvas", "app"] as const;
export type PageView = (typeof pageViews)[number];

/** Which graph a canvas shows: enough to open it again. */
export interface CanvasPlace {
  /** URI of the workflow file. */
  readonly file: string;
  readonly graph?: string;
  /** Added by the page. */
  readonly view?: PageView;
}

/** A text that the page shows by itself, where its host has no editor: code, or a value. */
export interface ShownText {
  readonly title: string;
  readonly text: string;
  readonly language: "typescript" | "json" | "plaintext";
  /** 1-based; shown first, and marked. */
  readonly line?: number;
}

/** What makes a refusal void: the file was loaded after all, or the person trusts the workspace now. */
export type Remedy = "loaded" | "trusted";

/** What the host sends to a canvas. */
export type ToCanvas =
  /** `restore` is kept by the webview as it is (its own state) and handed to the host after a reload of the window. */
  | {
      readonly type: "snapshot";
      readonly state: CanvasState;
      readonly mediaRoot: string;
      readonly restore: CanvasPlace;
      /** What this host cannot carry out, so that the page does not offer it. */
      readonly without: readonly Intent["type"][];
    }
  | { readonly type: "events"; readonly revision: number; readonly events: readonly CanvasEvent[] }
  /** The answer to an intent that carries a `request` number. */
  | { readonly type: "reply"; readonly request: number; readonly value: Value }
  /** The answer to `read-file`. */
  | { readonly type: "bytes"; readonly request: number; readonly bytes: Uint8Array }
  | {
      readonly type: "rejected";
      readonly request?: number;
      readonly message: string;
      readonly until?: Remedy;
    }
  | ({ readonly type: "text" } & ShownText)
  /** The editor's cursor is on a node, or a command asks to show one. */
  | { readonly type: "reveal"; readonly node: string; readonly how: "light" | "center" }
  /** A command asks for one of the views. */
  | { readonly type: "view"; readonly view: PageView };
