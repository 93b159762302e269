import type { Json } from "../values/value.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { Generation } from "../run/workflow-code.ts";

export type LoadOutcome =
  | { readonly type: "loaded"; readonly generation: Generation }
  | { readonly type: "failed"; readonly failure: StepFailure; readonly files: readonly string[] };

/** Requests of workflow code to the engine: `node.test()`. */
export interface WorkflowRequests {
  test(
    graph: string,
    node: string,
    inputs: Readonly<Record<string, Json>> | undefined,
  ): Promise<Readonly<Record<string, Json>>>;
}

export interface LoadOptions {
  /**
   * For VS Code's debugger: called with the port of 127.0.0.1 on which an inspector listens. The process waits until a debugger is
   * attached before it loads the file, so that breakpoints hold from the first line; time limits are off.
   */
  readonly inspect?: ((port: number) => void) | undefined;
  readonly signal?: AbortSignal;
  readonly requests: WorkflowRequests;
  /** Seconds the top level of the file may take; `defaults.loadTimeout` unless set. */
  readonly timeout?: number;
}

export interface WorkflowProcesses {
  /** Prepares a load that is likely to follow: starts a process, and compiles the file if it is given. Runs no workflow code. */
  prepare(file?: string): void;
  load(file: string, options: LoadOptions): Promise<LoadOutcome>;
  dispose(): Promise<void>;
}
