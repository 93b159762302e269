import type { WorkflowDescription } from "../graph/description.ts";
import type { Json } from "../values/value.ts";
import type { Snapshot } from "../compile/modules.ts";
import type { StepEvent } from "../run/step/step-events.ts";
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

/** Requests that the parent sends to a workflow process. */
export type ProcessCalls = {
  /** Opens an inspector on a free port of 127.0.0.1; `load` then waits for the debugger. */
  inspect(nothing: null): { readonly port: number };
  load(load: LoadRequest): LoadReply;
  /** Replies as soon as the process's event loop is free. */
  ready(nothing: null): void;
  /** Fails with a `StepError`. */
  call(call: CallRequest): Packed;
};

export interface LoadRequest {
  readonly file: string;
  /** The modules compiled for the generation. Other modules are read from their files. */
  readonly snapshot?: Snapshot;
  /** Milliseconds after which the process reports the statement that is still running; 0 for no limit. */
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
  /** Set for calls that run one at a time: it runs after all earlier ones. */
  readonly turn?: WiredInputs;
}

/** Inputs of a queued call that are outputs of calls before it in the queue. */
export interface WiredInputs {
  /** By input name: the call and the output port that provide the value. */
  readonly wired: Readonly<Record<string, { readonly call: number; readonly port: string }>>;
}

/** A `UserCall` without its values, which are packed separately. */
export type UserCallHead =
  | {
      readonly type: "fn" | "preprocess" | "postprocess" | "fallback";
      readonly graph: string;
      readonly node: string;
    }
  | Extract<UserCall, { type: "draw" }>;

/** Requests that a workflow process sends to its parent. */
export type ParentCalls = {
  /** `context.call(node, inputs)` in the function of a call. Fails with a `StepError`. */
  call(call: { readonly call: number; readonly node: string; readonly inputs: Packed }): Packed;
  test(test: { readonly graph: string; readonly node: string; readonly inputs?: Packed }): Packed;
};

/** Events that a workflow process sends. */
export type ProcessEvent =
  /** The user code of this call starts. */
  | { readonly type: "started"; readonly call: number }
  | { readonly type: "step"; readonly call: number; readonly event: Exclude<StepEvent, { type: "partial" }> }
  /** Outputs so far, by port. The next one is sent after the parent has answered with `taken`. */
  | { readonly type: "partial"; readonly call: number; readonly outputs: Packed }
  /** Output printed outside a call: while loading, or by code that a finished call left running. */
  | { readonly type: "log"; readonly stream: "stdout" | "stderr"; readonly text: string }
  | { readonly type: "chunk"; readonly transfer: number; readonly steps: readonly ChunkStep[] }
  /** An error outside any call: the process must not get more calls. */
  | { readonly type: "unusable"; readonly reason: string };

/** Events that the parent sends. */
export type ParentEvent =
  | { readonly type: "chunk"; readonly transfer: number; readonly steps: readonly ChunkStep[] }
  | { readonly type: "taken"; readonly call: number }
  /** Takes a call out of the queue; a call that has started continues. */
  | { readonly type: "recall"; readonly call: number }
  /** Aborts the signal of a call's function. */
  | { readonly type: "abort"; readonly call: number };

/**
 * A report of the watchdog thread, one line of JSON on a separate pipe (file descriptor 4), so that it arrives even when the
 * process is stuck.
 */
export type WatchdogReport =
  /** The statement that is still running after the limit, and the files to watch for a change. */
  | {
      readonly type: "hanging";
      readonly file: string;
      readonly line: number;
      readonly files: readonly string[];
    }
  | { readonly type: "memory"; readonly bytes: number };

/** The file descriptors of a workflow process besides the standard ones. Each is a pipe to the engine. */
export const descriptors = { messages: 3, reports: 4 };

/** With it a process ends that cannot read the engine's messages any more. */
export const lostPipeExitCode = 70;

/** Values of a call that is not a `draw`. */
export function valuesOf(call: Exclude<UserCall, { type: "draw" }>): Json {
  switch (call.type) {
    case "fn":
    case "preprocess":
      return call.inputs;
    case "postprocess":
      return call.returned;
    case "fallback":
      return call.message;
  }
}
