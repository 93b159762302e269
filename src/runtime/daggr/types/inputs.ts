/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever the port carries" in these types */
import type { Component, value } from "../../components/component.ts";
import type { Mistake } from "./mistake.ts";
import type { AnyNode } from "./node.ts";
import type { Depth, IsAny, NotAList, PortBase } from "./port.ts";

/** What an input of type `T` accepts: a fixed value, a component, another node's port, or a function that is called at each run. */
export type Input<T> = T | Component<T> | PortBase<T, any> | (() => T | Promise<T>);

/** The inputs of a node without inputs, or the outputs of a node without outputs. */
export type None = Record<never, never>;

/** Inputs by name. */
export interface AnyInputs {
  readonly [name: string]: unknown;
}

type DepthOfOne<X> = X extends PortBase<any, infer D> ? D : [];
type Deepest<D> = [D] extends [never]
  ? []
  : [Extract<D, readonly [1, 1, 1]>] extends [never]
    ? [Extract<D, readonly [1, 1]>] extends [never]
      ? [Extract<D, readonly [1]>] extends [never]
        ? []
        : readonly [1]
      : readonly [1, 1]
    : readonly [1, 1, 1];
/** A node is scattered as deeply as its most deeply scattered input. */
export type DepthOf<I> =
  Deepest<{ [K in keyof I]: DepthOfOne<I[K]> }[keyof I]> extends infer D extends Depth ? D : [];

/** The type of the value that an input gives to a node. Literals keep their literal type. */
export type ExactValue<X> =
  IsAny<X> extends true
    ? any
    : X extends PortBase<infer T, any>
      ? T
      : X extends Component<infer T>
        ? T
        : X extends (...args: never[]) => infer T
          ? Awaited<T>
          : Writable<X>;
type Writable<T> = T extends readonly unknown[] | object ? { -readonly [K in keyof T]: Writable<T[K]> } : T;

/** The same with literals widened (`string` for "cat"): a fixed value is often edited, and the function should still fit. */
export type Widened<T> = T extends string
  ? string extends T
    ? T
    : string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly [infer First, ...infer Rest]
        ? Widened<First | Rest[number]>[]
        : T extends readonly []
          ? any[]
          : T extends readonly (infer E)[]
            ? Widened<E>[]
            : T extends object
              ? { -readonly [K in keyof T]: Widened<T[K]> }
              : T;
type ValueOf<X> =
  IsAny<X> extends true
    ? any
    : X extends PortBase<infer T, any>
      ? T
      : X extends Component<infer T>
        ? T
        : X extends (...args: never[]) => infer T
          ? Awaited<T>
          : Widened<X>;
/** What a node's function receives, by input name. */
export type ValuesOf<I> = { readonly [K in keyof I]: ValueOf<I[K]> };

/** What a function that is called at each run may return: anything but a component. Otherwise `gr.Textbox` without its call would be accepted. */
type Drawn = string | number | boolean | bigint | null | undefined | (object & { readonly [value]?: never });

/**
 * Refuses what no input of any node can be. Anything else passes as `unknown`. Functions are checked first, and without looking
 * at their return type, which the compiler may not know yet.
 */
export type CheckInput<X> =
  IsAny<X> extends true
    ? unknown
    : // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- asks nothing of what it returns
      X extends Function
      ? () => Drawn | Promise<Drawn>
      : X extends NotAList
        ? Mistake<"this port carries no list, so it has no each">
        : X extends AnyNode
          ? Mistake<"this is a node: give one of its ports, as in node.image">
          : X extends undefined
            ? Mistake<"an input must not be undefined">
            : unknown;
export type CheckInputs<I> = { readonly [K in keyof I]: CheckInput<I[K]> };
