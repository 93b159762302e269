import type { FnNodeDescription } from "../graph/description.ts";
import type { Values } from "../values/value.ts";
import type { KnownPlaces } from "../plan/places.ts";
import type { ConcurrencyGroup } from "./concurrency-groups.ts";
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
  /** The limit that it shares with calls of other engines. */
  readonly limit?: ConcurrencyGroup;
  /** Files are references. */
  readonly inputs: Values;
}

/** Runs functions on other machines. */
export interface RemoteFunctions extends KnownPlaces {
  /** A call that ran on this machine took that long. */
  ranHere(node: FnNodeDescription, milliseconds: number): void;
  /** The outputs by port, with their files in the media folder. Rejects with `StepError`. On abort the call is stopped where it runs. */
  run(call: RemoteCall, context: StepContext): Promise<Values>;
}
