import type { WorkflowDescription } from "../graph/description.ts";
import type { Json } from "../values/value.ts";
import type { Snapshot } from "../compile/modules.ts";
import type { StepEvent } from "../run/step-events.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { UserCall } from "../run/workflow-code.ts";
import type { ChunkStep, Packed } from "../rpc/chunks.ts";

/** How a workflow process starts: the one argument on its command line, as JSON. Nothing secret is in it. */
export interface ProcessStart {
  /** Folder of compiled modules. */
  readonly cache: string;
  /** Roots of the workspace, where a `.env` may stand. */
  readonly roots: readonly string[];
  /** Bytes of resident memory after which the process is ended. */
  readonly memoryLimit: number;
}

/** What a workflow process answers. */
export type ProcessCalls = {
  /** Opens an inspector on a free port of 127.0.0.1; `load` then waits for the debugger. */
  inspect(nothing: null): { readonly port: number };
  load(load: LoadRequest): LoadReply;
  /** Answers as soon as nothing keeps the process busy. */
  ready(nothing: null): void;
  /** Fails with a `StepError`. */
  call(call: CallRequest): Packed;
};

export interface LoadRequest {
  readonly file: string;
  /** The versions of modules that were compiled for the generation; other modules are read from their files. */
  readonly snapshot?: Snapshot;
  /** Milliseconds, after which the process reports where it hangs; 0 for no limit. */
  readonly limit: number;
}

export type LoadReply =
  | {
      readonly type: "loaded";
      readonly description: WorkflowDescription;
      readonly snapshot: Snapshot;
      readonly notices: readonly string[];
    }
  | { readonly type: "failed"; readonly failure: StepFailure; readonly files: readonly string[] };

export interface CallRequest {
  /** Unique in the process; events name it. */
  readonly id: number;
  /** The call without its values, which may be large. */
  readonly call: UserCallHead;
  readonly values: Packed;
  /** The folder for what the function writes. */
  readonly files: string;
  /** It runs when all that came before it with a turn are over. */
  readonly turn?: WiredInputs;
}

/** A call that waits in its process for its turn may use outputs of those before it. */
export interface WiredInputs {
  /** Further inputs: which port of which call gives them. */
  readonly wired: Readonly<Record<string, { readonly call: number; readonly port: string }>>;
}

/** A `UserCall` whose inputs or returned values are packed apart. */
export type UserCallHead =
  | { readonly type: "fn" | "preprocess" | "postprocess"; readonly graph: string; readonly node: string }
  | Extract<UserCall, { type: "draw" }>;

/** What a workflow process asks of its parent. */
export type ParentCalls = {
  test(test: { readonly graph: string; readonly node: string; readonly inputs?: Packed }): Packed;
};

/** What a workflow process reports. */
export type ProcessEvent =
  /** User code of this call begins to run. */
  | { readonly type: "started"; readonly call: number }
  | { readonly type: "step"; readonly call: number; readonly event: Exclude<StepEvent, { type: "partial" }> }
  /** Output so far, the outputs by port. The next one is sent when this one was taken. */
  | { readonly type: "partial"; readonly call: number; readonly outputs: Packed }
  /** Printed outside of any call: while loading, or by something that a call left behind. */
  | { readonly type: "log"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "piece"; readonly transfer: number; readonly steps: readonly ChunkStep[] }
  /** Something went wrong outside of any call; the process must get no more calls. */
  | { readonly type: "unusable"; readonly reason: string };

/** What the parent reports. */
export type ParentEvent =
  | { readonly type: "piece"; readonly transfer: number; readonly steps: readonly ChunkStep[] }
  | { readonly type: "taken"; readonly call: number }
  /** A call must not begin any more; one that has begun goes on. */
  | { readonly type: "recall"; readonly call: number }
  /** Aborts the signal of a call's function. */
  | { readonly type: "abort"; readonly call: number };

/**
 * One line of JSON each on a pipe of its own (file descriptor 4), written by the process's watchdog thread: it gets through
 * when the process itself is stuck.
 */
export type WatchdogReport =
  /** The statement that still runs after the limit, and what to watch. */
  | {
      readonly type: "hanging";
      readonly file: string;
      readonly line: number;
      readonly files: readonly string[];
    }
  | { readonly type: "memory"; readonly bytes: number };

export const reportDescriptor = 4;

/** Values of a call that is not a `draw`. */
export function valuesOf(call: Exclude<UserCall, { type: "draw" }>): Json {
  return call.type === "postprocess" ? call.returned : call.inputs;
}
