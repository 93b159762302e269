declare module "*.svg" {
  const source: string;
  export default source;
}
declare module "*.css";
declare module "plotly.js-basic-dist-min" {
  const Plotly: {
    newPlot(element: HTMLElement, data: unknown[], layout: object, config: object): Promise<unknown>;
    purge(element: HTMLElement): void;
    Plots: { resize(element: HTMLElement): Promise<void> };
  };
  export default Plotly;
}

/** Svelte Flow's original module that finds the elements in view; see scripts/lib/visible-elements.mjs. */
declare module "svelte-flow:visible-elements" {
  import type { InternalNode } from "@xyflow/svelte";
  export type Transform = [x: number, y: number, zoom: number];
  export type EdgesOptions = { readonly nodeLookup: Map<string, InternalNode> } & (
    | { readonly onlyRenderVisible?: never }
    | {
        readonly onlyRenderVisible: true;
        readonly visibleNodes: Map<string, InternalNode>;
        readonly transform: Transform;
        readonly width: number;
        readonly height: number;
      }
  );
  export function getVisibleNodes(
    nodes: Map<string, InternalNode>,
    transform: Transform,
    width: number,
    height: number,
  ): Map<string, InternalNode>;
  export function getLayoutedEdges(options: EdgesOptions): Map<string, unknown>;
}
