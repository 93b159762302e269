/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for ports of any kind in these types */
import type { NodeBase } from "./node.ts";

/** What a function gets in addition to its inputs: `({ text }, context) => …`. */
export interface Context {
  /** An `AbortSignal`, which aborts when the run is stopped or the `timeout` is over. Pass it to `fetch` and similar functions. */
  readonly signal: AbortSignal;
  /** Shows progress on the card: a number from 0 to 1, and perhaps what the function is doing. */
  progress(fraction: number, text?: string): void;
  /** Adds a line to the node's log. `console.log` does too. */
  log(...values: unknown[]): void;
  /** The path of a folder for files that the function writes and returns. Each run has its own. */
  readonly files: string;
  /**
   * Runs a node that the function lists in its `calls`, and returns its outputs by name. Each call is kept with its inputs: a function
   * that failed or was stopped takes what it called before when it runs again, and makes the calls that are missing.
   *
   * @throws what the node failed with, so that `try` and `catch` work
   */
  call<Values>(node: NodeBase<any, Values>, inputs?: { readonly [name: string]: unknown }): Promise<Values>;
}
