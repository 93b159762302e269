import type { FileRef } from "../values/value.ts";

/** The calls that a function made in one run. Of many, only the latest are listed. */
export interface Calls<Call> {
  readonly total: number;
  readonly done: number;
  /** Of those that are done: how many took an earlier result. */
  readonly reused: number;
  readonly failed: number;
  /** Newest first. */
  readonly latest: readonly Call[];
}

export interface CallFacts {
  /** From 1, in the order in which the function made them. */
  readonly number: number;
  /** What was called. */
  readonly node: string;
  /** Of a scattered function: the index of its item. */
  readonly item?: number;
  /** Why it ran, or why not, in words: "code changed", "the same call was made before". */
  readonly why: string;
}

/** How a call ended. `result`: the id of its result. `brief`: its first output, shortened. `duration` in milliseconds. */
export type CallEnd =
  | {
      readonly status: "done";
      readonly result: string;
      readonly brief?: string | FileRef;
      readonly duration: number;
      readonly reused?: true;
    }
  | { readonly status: "failed"; readonly message: string }
  | { readonly status: "stopped" };

/** What a result keeps of the calls that it was made with. */
export type MadeCalls = Calls<CallFacts & CallEnd>;
