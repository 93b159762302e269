import type { AnyNode } from "./node.ts";

export interface GraphOptions {
  /** Shown as the canvas's title; unique in its file. */
  name: string;
  /** Its nodes. Those they need join by themselves, so the last ones suffice. */
  nodes: readonly AnyNode[];
  /**
   * Under which inputs, results and sheets are kept. Give one before you rename the graph or move the file. `false` keeps
   * nothing. @default the file's path and the graph's name
   */
  persistKey?: string | false;
}

/** A workflow: what the canvas shows and runs. Export it. */
export interface Graph {
  readonly name: string;
}

export interface GraphConstructor {
  /**
   * A workflow of nodes, each of which runs when what it needs is there.
   *
   * @example
   * export default new Graph({ name: "Transparent Background", nodes: [cutout] });
   */
  new (options: GraphOptions): Graph;
}
