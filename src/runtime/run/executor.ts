import type { ConcurrencyGroup } from "./concurrency-groups.ts";
import type { StepDescription } from "../graph/description.ts";
import type { Value, Values } from "../values/value.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import type { StepContext } from "./step.ts";

/** Not always a promise: what is done at once costs no turn of the event loop. */
export type Maybe<T> = T | Promise<T>;

export interface StepOutput {
  /** By output port, checked against the outputs. */
  readonly outputs: Values;
  /** What a service returned behind the last output; only tests show it. */
  readonly unnamed?: readonly Value[];
  /** The commit of the Space or model that answered. */
  readonly commit?: string;
}

export type StepKind = StepDescription["kind"];
export type StepOf<K extends StepKind> = Extract<StepDescription, { kind: K }>;

/** How one kind of node does its work, once or for one item. */
export interface Executor<K extends StepKind = StepKind> {
  /** Undefined: no limit. */
  group?(node: StepOf<K>): Maybe<ConcurrencyGroup | undefined>;
  /** Whether transient failures are tried again. */
  readonly retries?: boolean;
  /** Failures are thrown or rejected as `StepError`. Files are references in `inputs` and in what comes back. */
  run(node: StepOf<K>, inputs: Values, context: StepContext): Maybe<StepOutput>;
}

/** All that is needed to run the nodes of one version of a workflow file. */
export interface Executors {
  readonly byKind: { readonly [K in StepKind]: Executor<K> };
  /** Calls callables of a node once each. */
  draw(planNode: PlanNode, inputs: readonly string[], context: StepContext): Maybe<Values>;
}

export function isPromise<T>(value: Maybe<T>): value is Promise<T> {
  return typeof value === "object" && value !== null && "then" in value;
}
