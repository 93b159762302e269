/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever the port carries" in these types */
import type { AnyNode, NodeBase, NodeOptions } from "./node.ts";
import type { Widened } from "./inputs.ts";
import type { IsSingle } from "./outputs.ts";
import type { IsAny } from "./port.ts";

/** What a JSON output may be given: not `any`, so that the parameter of a function has its type. */
type AnyValue = string | number | boolean | null | readonly unknown[] | { readonly [name: string]: unknown };
type ValueOrNull<T> = IsAny<T> extends true ? AnyValue : Widened<T> | null;

/** The value of a single output; for several outputs an object by name, or an array in order. */
type GivenOutputs<Values> =
  IsSingle<keyof Values> extends true
    ? ValueOrNull<Values[keyof Values]>
    : { readonly [K in keyof Values]: ValueOrNull<Values[K]> } | readonly ValueOrNull<Values[keyof Values]>[];

/** What gives a node's result where it failed: a value, a function that gets the error, or another node with the same outputs. */
export type Fallback<Values> =
  | GivenOutputs<Values>
  | ((error: Error) => GivenOutputs<Values> | Promise<GivenOutputs<Values>>)
  | (IsAny<Values> extends true
      ? AnyNode
      : NodeBase<any, { readonly [K in keyof Values]: ValueOrNull<Values[K]> | Values[K] }>);

/** The options of every node that runs. `Values` are what its outputs carry; a fallback has no say in that. */
export interface WorkOptions<Values> extends NodeOptions {
  /**
   * Seconds after which one try is stopped, and fails. For a human step the time that a person has.
   * @default none
   */
  timeout?: number;
  /**
   * Seconds for which a result counts as fresh. After that the node runs again, although nothing that it was made from has changed;
   * 0 runs it each time. @default as long as nothing changes
   */
  cacheFor?: number;
  /**
   * What to go on with where the node failed, after its retries: a value of its outputs, a function `(error) => value`, or another
   * node with the same outputs. That node runs only then, and gets this node's inputs by name; fixed values are its own. The card
   * says that the result is from the fallback, and why. It is never fresh: the next run tries the node itself again, unless the
   * result is pinned. @default none
   *
   * @example
   * const painter = new GradioNode("owner/painter", {
   *   inputs: { prompt: gr.Textbox() },
   *   outputs: { image: gr.Image() },
   *   fallback: new GradioNode("owner/fast-painter", { inputs: { steps: 4 }, outputs: { image: gr.Image() } }),
   * });
   */
  fallback?: Fallback<NoInfer<Values>>;
}

/** The options of every node that runs without a person. */
export interface StepOptions<Values> extends WorkOptions<Values> {
  /**
   * How often it is tried again after it failed, after growing waits. Spaces and models are tried again only where nothing can have
   * been charged: when the network failed before the app had the job, or the service says "later". @default 5 for Spaces and models,
   * 0 for functions
   */
  retries?: number;
}
