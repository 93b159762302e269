/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever the port carries" in these types */
import type { Mistake } from "./mistake.ts";
import type { Depth, IsAny, PortAt, PortBase, ReservedField } from "./port.ts";

/** The members of every node. `Ports` are its output ports by name, `Values` are what they carry. */
export interface NodeBase<Ports, Values> {
  /** Its name: the `name` option, or the variable's name, or a name made from the function, Space or model. */
  readonly name: string;
  /** Its output ports by name; the long form of `node.port`, for ports with the name of a node's own member. */
  readonly outputs: Ports;
  /**
   * Runs this node alone and returns its outputs by name. For inputs that are left out, components give a typical value; fixed
   * values and functions are used as they are. It tries a node out and keeps nothing: a function that needs a node runs it by
   * `context.call`.
   *
   * @throws if the file is still loading
   */
  test(inputs?: { readonly [name: string]: unknown }): Promise<Values>;
  /**
   * A choice between this node and another one with the same outputs. Connect other nodes to the choice. The variant that runs
   * is selected on the canvas; at first it is this node.
   *
   * @example
   * const voice = new GradioNode("a/tts", { … }).or(new GradioNode("b/tts", { … }));
   */
  or<Ports2, Values2>(
    other: NodeBase<Ports2, Values2> & CheckVariant<Ports, Ports2>,
  ): Node<EitherPorts<Ports, Ports2>, { [K in keyof Values]: Values[K] | Values2[K & keyof Values2] }>;
  /**
   * Gives this node a fallback: another node with the same outputs, which runs only where this one failed, and gets its inputs by
   * name. Returns this node. The same as its option `fallback`.
   *
   * @example
   * const painter = new GradioNode("owner/painter", { … }).orElse(fastPainter);
   */
  orElse<Ports2, Values2>(other: NodeBase<Ports2, Values2> & CheckFallback<Values, Values2>): this;
}

/** Any node: what a function that takes nodes declares. */
export type AnyNode = NodeBase<any, any>;

type CheckFallback<Values, Values2> =
  IsAny<Values2> extends true
    ? unknown
    : [keyof Values, keyof Values2] extends [keyof Values2, keyof Values]
      ? [Values2] extends [{ [K in keyof Values]: Values[K] | null }]
        ? unknown
        : Mistake<"a fallback must give values of the same types">
      : Mistake<"a fallback must have the same outputs">;

type CheckVariant<Ports, Ports2> = [keyof Ports] extends [keyof Ports2]
  ? [keyof Ports2] extends [keyof Ports]
    ? SameDepth<Ports, Ports2>
    : Mistake<"the alternatives of a choice must have the same outputs">
  : Mistake<"the alternatives of a choice must have the same outputs">;
type SameDepth<Ports, Ports2> = [DepthsOf<Ports>] extends [DepthsOf<Ports2>]
  ? unknown
  : Mistake<"the alternatives of a choice must be scattered equally deep">;
type DepthsOf<Ports> = { [K in keyof Ports]: Ports[K] extends PortBase<any, infer D> ? D : never };

/** A port of the choice carries the value of either variant. */
type EitherPorts<Ports, Ports2> = {
  readonly [K in keyof Ports]: K extends keyof Ports2
    ? Ports[K] extends PortBase<infer T, infer D>
      ? Ports2[K] extends PortBase<infer T2, any>
        ? [T2] extends [T]
          ? Ports[K]
          : PortAt<T | T2, D extends Depth ? D : []>
        : never
      : never
    : never;
};

/** Port names that are reached as `node.outputs.port` only, not as `node.port`. */
export type ReservedPort = keyof AnyNode | ReservedField;

type ShortForm<Ports> = { readonly [K in keyof Ports as K extends ReservedPort ? never : K]: Ports[K] };

/** A node, with each output as a port of its own: `node.image`. */
export type Node<Ports, Values> = NodeBase<Ports, Values> & ShortForm<Ports>;

export interface NodeOptions {
  /**
   * Its name, unique in the graph: results, positions and selected variants are kept under it. @default the variable it is assigned to,
   * else the function's, Space's or model's short name; numbered (`tts`, `tts_2`) where a loop or helper makes several
   */
  name?: string;
}
