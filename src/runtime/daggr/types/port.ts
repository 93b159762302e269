/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever the port carries" in these types */
import type { value } from "../../components/component.ts";

declare const depth: unique symbol;

/** How deep a port is scattered: `[]` has one value, `[1]` a value per item, `[1, 1]` a value per item of each item. */
export type Depth = readonly 1[];
export type Deeper<D extends Depth> = readonly [...D, 1];
export type Shallower<D extends Depth> = D extends readonly [...infer Rest extends Depth, 1] ? Rest : never;

export type IsAny<T> = 0 extends 1 & T ? true : false;
/** What a list holds. */
export type Item<T> = IsAny<T> extends true ? any : T extends readonly (infer E)[] ? E : never;

/** A value that flows from one node to another. Pass it to an input. */
export interface PortBase<out T, D extends Depth = Depth> {
  readonly [value]: T;
  readonly [depth]: D;
}

/** `port.each` of a port that carries no list. */
export interface NotAList {
  readonly "this port carries no list, so there is nothing to scatter": never;
}

/** One item of a list, or one field of it: the node that uses it runs once per item. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a name of its own, for messages
export interface Each<out T, D extends Depth> extends PortBase<T, D> {}

/** Not reachable as `each.field`, since every object has a member of this name. */
export type ReservedField =
  | "then"
  | "toJSON"
  | "__proto__"
  | "constructor"
  | "toString"
  | "toLocaleString"
  | "valueOf"
  | "hasOwnProperty"
  | "isPrototypeOf"
  | "propertyIsEnumerable";
type Fields<T> = T extends string | number | boolean | null | undefined | readonly unknown[]
  ? never
  : Exclude<keyof T & string, ReservedField>;

export type EachOf<T, D extends Depth> =
  IsAny<T> extends true
    ? Each<any, Deeper<D>> & { readonly [field: string]: Each<any, Deeper<D>> }
    : [Item<T>] extends [never]
      ? NotAList
      : IsAny<Item<T>> extends true
        ? Each<any, Deeper<D>> & { readonly [field: string]: Each<any, Deeper<D>> }
        : Each<Item<T>, Deeper<D>> & { readonly [K in Fields<Item<T>>]: Each<Item<T>[K], Deeper<D>> };

/** An output of a node, carrying a `T`. */
export interface Port<T, D extends Depth = []> extends PortBase<T, D> {
  /**
   * Scatters a list: a node that uses `port.each` runs once per item, and a node that uses `port.each.field` runs once per item
   * with that field of the item. Several scattered inputs of a node are taken together, item by item.
   */
  readonly each: EachOf<T, D>;
}

/** An output of a node that runs once per item. */
export interface ScatteredPort<T, D extends Depth> extends Port<T, D> {
  /** Gathers the results of all items in a list. It waits for all of them, and fails if one failed. */
  all(): PortBase<T[], Shallower<D>>;
}

export type PortAt<T, D extends Depth> = D extends readonly [] ? Port<T, D> : ScatteredPort<T, D>;
