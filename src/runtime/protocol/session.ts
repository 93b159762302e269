import type { LocalSpaceAnswer, LocalSpaceRequest } from "./local-spaces.ts";
import type { Value } from "../values/value.ts";
import type { SheetId } from "../sheets/store.ts";
import type { CanvasEvent, CanvasState, RecordingMode } from "./canvas.ts";
import type { EngineIntent } from "./intents.ts";

/** One graph of one workflow file, opened. Any number of canvases, code lenses and commands look at the same session. */
export type SessionId = string;

export interface OpenSession {
  /** Absolute path of the workflow file. */
  readonly file: string;
  /** Undefined: the file's default export, else its first graph. */
  readonly graph?: string;
  /** Canvases of one graph that name themselves differently may show different sheets; all others show the same one. */
  readonly canvas?: string;
  /** Whose sheets are shown, where a server has several users: nobody sees those of another. */
  readonly owner?: string;
}

/** Numbers and switches that a person sets; none names an executable. */
export interface EngineSettings {
  /** Calls at a time per service host. */
  readonly hostLimit: number;
  /** Kept results per node; pinned and starred ones do not count. */
  readonly keptResults: number;
  /** Bytes of media per workspace before the oldest unpinned results go. */
  readonly mediaLimit: number;
  /** Bytes that the files of one step may have when they are fetched from elsewhere. */
  readonly downloadLimit: number;
  /** Seconds the top level of a workflow file may take. */
  readonly loadTimeout: number;
  readonly dependencyCheck: "ask" | "skip" | "update" | "error";
}

/** How a graph worker starts. */
export interface EngineStart {
  /** Folder of the database and the media. Undefined: a temporary folder that is removed at the end. */
  readonly data?: string;
  /** Folder for API information, compiled modules and local Spaces' logs. */
  readonly cache: string;
  /** Folder of the bundles (`workflow-process.cjs`, `sql-wasm.wasm` …). */
  readonly dist: string;
  /** Roots of the workspace: where a `.env` may stand. */
  readonly roots: readonly string[];
  readonly trusted: boolean;
  /** The workflow file that the engine is started for. */
  readonly first?: string;
  readonly settings: EngineSettings;
  /** The queue by which functions run on other machines; undefined: they run on this one. */
  readonly queue?: QueueStart;
}

/** How an engine and its workers find each other. */
export interface QueueStart {
  /** `redis://…`, `rediss://…` or `postgres://…`, with its password. */
  readonly address: string;
  /** Where files are by content: `file://…` or `s3://…`. Undefined: a folder of this machine, for a queue on this machine. */
  readonly files?: string;
  /** With which jobs are signed. Undefined: one of this machine, for a queue on this machine. */
  readonly key?: string;
}

/** What the graph worker answers. */
export type EngineCalls = {
  start(start: EngineStart): void;
  /** Opens the stored snapshot; loads nothing. Opening the same graph again gives the same session. */
  open(open: OpenSession): { readonly session: SessionId };
  /** Loads the file (again) in new workflow processes: the canvas was opened by a person, or the file was saved. */
  load(load: { readonly session: SessionId }): { readonly ok: boolean };
  snapshot(of: { readonly session: SessionId; readonly sheet?: SheetId }): CanvasState;
  intent(intent: { readonly session: SessionId; readonly intent: EngineIntent }): Value | undefined;
  /** Runs one node alone, on example values where nothing is given; nothing is kept. */
  test(test: {
    readonly session: SessionId;
    readonly node: string;
    readonly inputs?: Readonly<Record<string, Value>>;
  }): TestOutcome;
  /** Starts a workflow process for the debugger, waits for it to attach, runs the node. */
  debug(debug: { readonly session: SessionId; readonly node: string }): { readonly port: number };
  /**
   * From the next call on, calls of the graph are recorded beside its file, or answered from there. Without a mode: neither.
   * Only an editor asks for this, never a canvas.
   */
  useRecording(use: { readonly session: SessionId; readonly mode?: RecordingMode }): void;
  /** Files were saved: sessions that use one of them load again. */
  saved(saved: { readonly paths: readonly string[] }): void;
  /** Files or folders got other paths. */
  moved(moved: { readonly files: readonly { readonly from: string; readonly to: string }[] }): void;
  /** The account changed, or somebody cleared the API cache. */
  forgetServices(what: { readonly apiCache: boolean }): void;
  exportSheet(to: { readonly session: SessionId; readonly path: string }): void;
  importSheet(from: { readonly session: SessionId; readonly path: string }): void;
  otherSheets(of: { readonly session: SessionId }): readonly OtherSheet[];
  copySheet(copy: { readonly session: SessionId; readonly sheet: SheetId }): void;
  /** Takes a file in by path (chosen by the person in a dialogue of the host). */
  addFile(file: { readonly path: string }): Value;
  /** The path of a file by its hash, if it is in the media folder. */
  pathOf(file: { readonly hash: string; readonly name: string }): string | undefined;
  setTrusted(trusted: boolean): void;
  setSettings(settings: EngineSettings): void;
  close(session: { readonly session: SessionId }): void;
  /** Saves what is unsaved, ends all processes. */
  stop(nothing: null): void;
};

/** A sheet that is not among those of the graph that is shown. */
export interface OtherSheet {
  readonly id: SheetId;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
  readonly results: number;
  /** What its graph is called, as far as that is known. */
  readonly graph: string;
  /** The workflow file that it was made with; undefined where it is kept under an explicit key. */
  readonly file?: string;
}

export interface TestOutcome {
  readonly node: string;
  readonly result: Readonly<Record<string, Value>>;
  /** The shape of the result as a TypeScript type. */
  readonly type: string;
}

/** What the host answers to the graph worker: secrets, asked for when they are needed, and what a person decides. */
export type HostCalls = {
  huggingFaceToken(nothing: null): string | undefined;
  login(app: { readonly origin: string }): { readonly user: string; readonly password: string } | undefined;
  askLocalSpace(request: LocalSpaceRequest): LocalSpaceAnswer;
};

export type EngineEvent =
  | {
      readonly type: "canvas";
      readonly session: SessionId;
      readonly revision: number;
      readonly events: readonly CanvasEvent[];
    }
  | { readonly type: "log"; readonly level: "debug" | "info" | "warning" | "error"; readonly text: string }
  /** A call found that an app offers something else than was remembered of it. */
  | { readonly type: "api-changed"; readonly space: string }
  /** A long run ended; the host notifies the person if no canvas is visible. */
  | {
      readonly type: "run-ended";
      readonly session: SessionId;
      readonly duration: number;
      readonly failed: readonly string[];
    };
