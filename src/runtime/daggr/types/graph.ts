import type { AnyNode } from "./node.ts";

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
   */
  allowedPaths?: readonly string[];
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
