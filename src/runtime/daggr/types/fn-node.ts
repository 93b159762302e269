/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever the port carries" in these types */
import type { Component } from "../../components/component.ts";
import type { Context } from "./context.ts";
import type { AnyInputs, CheckInput, CheckInputs, DepthOf, ExactValue, None, ValuesOf } from "./inputs.ts";
import type { Mistake, Wanted } from "./mistake.ts";
import type { AnyNode, Node } from "./node.ts";
import type { DefaultOutput, IsSingle, OutputSpecs, PortsOf, SpecValue, SpecValues } from "./outputs.ts";
import type { StepOptions } from "./step.ts";

/**
 * What the function hands back in the end: a promise's value; a generator's returned value, else what it yields. Nothing is said of one
 * that only throws.
 */
type Result<R> = [R] extends [never] ? any : R extends Pending ? ResultOf<R> : R;
/** Most functions return none of these, so this is asked first: what stands in them costs the compiler more. */
type Pending = PromiseLike<any> | AsyncGenerator<any, any, any> | Generator<any, any, any>;
type ResultOf<R> =
  R extends PromiseLike<infer X>
    ? Result<X>
    : R extends AsyncGenerator<infer Y, infer X> | Generator<infer Y, infer X>
      ? [X] extends [void]
        ? Y
        : X
      : R;

/**
 * The options of an FnNode. `Given` are the names of those that a node was given: the compiler knows them before it knows the
 * types of unannotated functions, which is what lets preprocess and postprocess change the checks.
 */
type OptionName =
  | "inputs"
  | "outputs"
  | "preprocess"
  | "postprocess"
  | "concurrent"
  | "concurrencyGroup"
  | "maxConcurrent"
  | "where"
  | "retry"
  | "retries"
  | "timeout"
  | "calls"
  | "cacheFor"
  | "fallback"
  | "name";

/** What an unannotated function knows of its inputs. */
type FnInputs<I, Pre, Given> = "preprocess" extends Given
  ? Awaited<Pre>
  : ValuesOf<I> & { readonly [other: string]: any };

/** Whether each input fits the function's parameter of the same name. A preprocess may reshape anything into anything. */
type CheckFnInputs<I, P, Given> =
  TakesAnything<P, Given> extends true
    ? CheckInputs<I>
    : { readonly [K in keyof I]: CheckInput<I[K]> & CheckFnInput<I[K], K, P> };
/** Of `any`, `unknown` and an unannotated function nothing is asked, whatever the input, so they are sorted out once for a node. */
type TakesAnything<P, Given> = "preprocess" extends Given
  ? true
  : unknown extends P
    ? true
    : string extends keyof P
      ? true
      : false;
type CheckFnInput<X, K, P> = K extends keyof P
  ? // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- asks nothing of what it returns
    X extends Function
    ? () => OrNothing<P[K]> | Promise<OrNothing<P[K]>>
    : [ExactValue<X>] extends [OrNothing<P[K]>]
      ? unknown
      : Wanted<Exclude<P[K], undefined>>
  : Mistake<"the function has no input of this name">;
/** An input that may be left out may be null too, as an empty component is. */
type OrNothing<T> = undefined extends T ? T | null : T;

/** Whether what the function hands back fits the outputs. Null is "nothing", and fits every component. */
type CheckFnOutputs<O, R> = unknown extends R
  ? unknown
  : IsSingle<keyof O> extends true
    ? { readonly [K in keyof O]: CheckFnOutput<O[K], R> }
    : R extends readonly unknown[]
      ? unknown
      : {
          readonly [K in keyof O]: K extends keyof R
            ? CheckFnOutput<O[K], R[K]>
            : Mistake<"the function returns nothing of this name">;
        };
type CheckFnOutput<S, R> = R extends SpecValue<S> | null ? unknown : Component<R>;

/** What each port carries: from the function, where it says more than the component. */
type FnValues<O, R> =
  IsSingle<keyof O> extends true
    ? { [K in keyof O]: R }
    : R extends readonly unknown[]
      ? SpecValues<O>
      : { [K in keyof O]: K extends keyof R ? R[K] : never };

type FnResult<R, Post, Given> = "postprocess" extends Given ? Result<Post> : Result<R>;

export interface FnNodeOptions<I, P, R, O, Pre, Post, Given, Returned, Values> extends StepOptions<Values> {
  /**
   * Where the function's inputs come from: components, ports of other nodes, fixed values, or functions called at each run. An
   * input that is left out takes the function's default. Needed where the function's parameter is not destructured. @default none
   */
  inputs?: I & CheckFnInputs<I, P, Given>;
  /**
   * How the outputs are shown. With one, what the function returns is its value. With several the function returns an object
   * with their names, or an array in their order. @default { output: gr.JSON() }
   */
  outputs?: O & CheckFnOutputs<O, NoInfer<Returned>>;
  /** Gets the inputs by name, and returns those that the function gets. */
  preprocess?: (inputs: ValuesOf<I>) => Pre;
  /** Gets what the function returned, and returns the outputs: one value, or several by name or in order. */
  postprocess?: (returned: Result<R>) => Post;
  /**
   * True lets it run at the same time as other functions, on another core. Functions otherwise run one at a time. @default false, but
   * true with `calls`
   */
  concurrent?: boolean;
  /** The name of a group of nodes that share a limit, for example one graphics card. @default none */
  concurrencyGroup?: string;
  /** How many nodes of its `concurrencyGroup` may run at the same time. @default 1 */
  maxConcurrent?: number;
  /**
   * Where it runs, once a queue is set (`daggr worker`): "local" on this machine, "queue" on any worker, or the name of a group of
   * workers, such as "gpu". @default this machine; long functions that are `concurrent` or in a `concurrencyGroup` go to "queue"
   */
  where?: string;
  /** "never": once a worker has begun a call, it is not run again by itself, even if that worker ends. @default none */
  retry?: "never";
  /**
   * The nodes that the function may run by `context.call(node, inputs)`. They have no wires and do not run by themselves. The
   * function runs at the same time as others. @default none
   *
   * @example
   * const agent = new FnNode(async ({ topic }, context) => (await context.call(writer, { topic })).text, { calls: { writer } });
   */
  calls?: readonly AnyNode[] | { readonly [name: string]: AnyNode };
}

export interface FnNodeConstructor {
  /**
   * Runs a function of yours, sync or async, that takes one object of named inputs and a {@link Context}. Its inputs are the
   * names it destructures. A generator streams: each yielded value replaces the one shown before; what it returns, or else the last
   * yielded value, is the result.
   *
   * @example
   * const summary = new FnNode(({ text, maxWords = 100 }) => text.split(" ").slice(0, maxWords).join(" "), {
   *   inputs: { text: gr.Textbox({ lines: 5 }) },
   *   outputs: { summary: gr.Textbox() },
   * });
   */
  new <
    const I extends AnyInputs = None,
    R = unknown,
    O extends OutputSpecs = DefaultOutput,
    Pre = any,
    Post = any,
    Given extends OptionName = never,
    P = FnInputs<I, Pre, Given>,
    // These two are never given. As parameters, the compiler works them out once for a call, and not wherever they are used.
    Returned = FnResult<R, Post, Given>,
    Values = FnValues<O, Returned>,
  >(
    fn: (inputs: P, context: Context) => R,
    options?: FnNodeOptions<I, P, R, O, Pre, Post, Given, Returned, Values> & {
      readonly [K in Given]?: unknown;
    },
  ): Node<PortsOf<O, Values, DepthOf<I>>, Values>;
}
