/* eslint-disable @typescript-eslint/no-explicit-any -- `any` stands for "whatever it carries" in these types */
import type { Component } from "../../components/component.ts";
import type { AnyNode } from "./node.ts";
import type { PortBase } from "./port.ts";

/** A port itself, not its `.each` or `.all()`. */
type WholePort = PortBase<any, any> & { readonly each: unknown };

export interface AppOptions {
  /**
   * What a person fills in, in this order: the component that was given to an input, a port of an `InputNode`, or
   * `"node.input"`. A node stands for all of its inputs, a choice for its selector and the inputs of its variants.
   * @default all inputs on the canvas, in the order of the nodes
   */
  inputs?: readonly (Component<any> | WholePort | AnyNode | `${string}.${string}`)[];
  /** What is shown, in this order: ports of nodes. A node stands for all of its outputs. @default those of the last nodes */
  outputs?: readonly (WholePort | AnyNode)[];
}

export interface GraphOptions {
  /** The title of the canvas. It must be unique in its file. */
  name: string;
  /** Its nodes. The nodes that they depend on are added automatically, so the last ones are enough. */
  nodes: readonly AnyNode[];
  /**
   * The key under which inputs, results and sheets are kept. Set it before you rename the graph or move the file. `false`
   * keeps nothing. @default the file's path and the graph's name
   */
  persistKey?: string | false;
  /**
   * Files and folders that functions may return files from, besides the workflow's folder, the workspace and `context.files`;
   * absolute, or relative to the workflow file. A path that a function got from a Space could otherwise name any file of yours.
   * @default none
   */
  allowedPaths?: readonly string[];
  /**
   * Which inputs and outputs the app view shows, a plain form for people who want no graph, and in which order. @default all inputs,
   * and the outputs of the last nodes
   *
   * @example
   * const prompt = gr.Textbox({ label: "Prompt" });
   * …
   * new Graph({ name: "Transparent Background", nodes: [cutout], app: { inputs: [prompt], outputs: [cutout.image] } });
   */
  app?: AppOptions;
}

/** A workflow: what the canvas shows and runs. Export it. */
export interface Graph {
  readonly name: string;
}

export interface GraphConstructor {
  /**
   * A workflow of nodes. Each node runs when its inputs are available.
   *
   * @example
   * export default new Graph({ name: "Transparent Background", nodes: [cutout] });
   */
  new (options: GraphOptions): Graph;
}
