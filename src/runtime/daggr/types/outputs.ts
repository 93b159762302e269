/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever the port carries" in these types */
import type { Component } from "../../components/component.ts";
import type { Deeper, Depth, Each, PortAt } from "./port.ts";

declare const fields: unique symbol;

/** An output that is an editable list on the canvas. Made by `ItemList({ … })`. */
export interface ItemList<out Fields> {
  readonly [fields]: Fields;
}

export interface ItemListConstructor {
  /**
   * An output whose items can be edited, added, removed and reordered on the canvas. `node.items.field` goes through the list,
   * like `node.items.each.field`. A field may not be called `each` or `all`.
   *
   * @example
   * outputs: { lines: ItemList({ speaker: gr.Dropdown({ choices: ["Host", "Guest"] }), text: gr.Textbox() }) }
   */
  <Fields extends Readonly<Record<string, Component<any>>>>(
    fields: Fields & { readonly [K in "each" | "all"]?: never },
  ): ItemList<Fields>;
}

/** How an output is shown: by a component, as an editable list, or (`null`) not at all. */
export type OutputSpec = Component<any> | ItemList<any> | null;
export type OutputSpecs = Readonly<Record<string, OutputSpec>>;
/** The outputs of a node whose `outputs` option is left out. */
export type DefaultOutput = { readonly output: Component<any> };

type ComponentValue<X> = X extends Component<infer T> ? T : never;
type ItemOf<Fields> = { [K in keyof Fields]: ComponentValue<Fields[K]> };
/** What an output carries, as far as its component says. */
export type SpecValue<S> = S extends ItemList<infer F> ? ItemOf<F>[] : S extends Component<infer T> ? T : any;
export type SpecValues<O> = { [K in keyof O]: SpecValue<O[K]> };

type ItemListPort<T, Fields, D extends Depth> = PortAt<T, D> & {
  readonly [K in Exclude<keyof Fields & string, "each" | "all">]: Each<ComponentValue<Fields[K]>, Deeper<D>>;
};
type OutputPort<S, T, D extends Depth> = S extends ItemList<infer F> ? ItemListPort<T, F, D> : PortAt<T, D>;
/** A node's ports: one for each output, carrying the value of the same name. */
export type PortsOf<O, Values, D extends Depth> = {
  readonly [K in keyof O & string]: OutputPort<O[K], K extends keyof Values ? Values[K] : never, D>;
};

/** Whether a union has only one member, and so a node only one output. */
export type IsSingle<K> = [K] extends [never]
  ? true
  : (K extends any ? (x: () => K) => void : never) extends (x: infer U) => void
    ? U extends () => infer Last
      ? [K] extends [Last]
        ? true
        : false
      : false
    : false;
