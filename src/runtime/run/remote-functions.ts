import type { FnNodeDescription } from "../graph/description.ts";
import type { Values } from "../values/value.ts";
import type { StepContext } from "./step/step.ts";
import type { Generation } from "./workflow-code.ts";

/** One call of a function, for another machine. */
export interface RemoteCall {
  readonly generation: Generation;
  readonly graph: string;
  readonly node: FnNodeDescription;
  /** The group of workers. */
  readonly workers: string;
  /** The result's key: equal work is done once. */
  readonly key: string;
  /** Whether a result that is there does not count. */
  readonly again: boolean;
  /** Files are references. */
  readonly inputs: Values;
}

/** Runs functions on other machines. */
export interface RemoteFunctions {
  /** The group of workers that runs the calls of a node; undefined where this machine does. */
  placeOf(node: FnNodeDescription): string | undefined;
  /** A call that ran on this machine took that long. */
  ranHere(node: FnNodeDescription, milliseconds: number): void;
  /** The outputs by port, with their files in the media folder. Rejects with `StepError`. On abort the call is stopped where it runs. */
  run(call: RemoteCall, context: StepContext): Promise<Values>;
}
