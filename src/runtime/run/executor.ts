import type { ConcurrencyGroup } from "./concurrency-groups.ts";
import type { StepDescription } from "../graph/description.ts";
import type { ExactIntegers } from "../values/exact-integers.ts";
import type { Value, Values } from "../values/value.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import type { AppSession } from "../sheets/store.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { StepContext } from "./step/step.ts";

/** A value or a promise. Plain values avoid a turn of the event loop for each step. */
export type Maybe<T> = T | Promise<T>;

/** That some of the values that came do not fit the outputs they are for. */
export interface Misfit {
  readonly failure: StepFailure;
  /** Why, by output. */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface StepOutput {
  /** By output port, checked against the outputs. */
  readonly outputs: Values;
  /** The step failed, but its `outputs` are kept: they fit, and the call that gave them may have been paid for. */
  readonly misfit?: Misfit;
  /** Return values of a service after the last output. Only test runs of a node show them. */
  readonly unnamed?: readonly Value[];
  /** Integers in what a service returned that lose digits as numbers. */
  readonly exact?: ExactIntegers;
  /** The commit of the Space or model that answered. */
  readonly commit?: string;
  /** Where the call left something in the states of its app. */
  readonly session?: AppSession;
}

export type StepKind = StepDescription["kind"];
export type StepOf<K extends StepKind> = Extract<StepDescription, { kind: K }>;

/** Runs nodes of one kind, once or for one item. */
export interface Executor<K extends StepKind = StepKind> {
  /** Undefined: no limit. */
  group?(node: StepOf<K>): Maybe<ConcurrencyGroup | undefined>;
  /** Whether transient failures, and only these, are tried again. Others are where the node says how often. */
  readonly retries?: boolean;
  /** Whether it ends its work at the node's time limit by itself. */
  readonly endsInTime?: boolean;
  /** Throws or rejects with `StepError`. Files are references, in `inputs` and in the output. */
  run(node: StepOf<K>, inputs: Values, context: StepContext): Maybe<StepOutput>;
}

/** The executors for the nodes of one version of a workflow file. */
export interface Executors {
  readonly byKind: { readonly [K in StepKind]: Executor<K> };
  /** What a node's fallback gives that is a value or a function. `message`: why the node failed. */
  fallback(planNode: PlanNode, message: string, context: StepContext): Maybe<StepOutput>;
  /** Calls the callables of the named inputs once each. Returns their values by input name. */
  draw(planNode: PlanNode, inputs: readonly string[], context: StepContext): Maybe<Values>;
}

export function isPromise<T>(value: Maybe<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value;
}
