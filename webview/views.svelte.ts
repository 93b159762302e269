import type { Component } from "svelte";
import { SvelteMap } from "svelte/reactivity";
import type { GraphDescription } from "../src/runtime/graph/description.ts";
import type { PageView } from "../src/runtime/protocol/canvas.ts";

type View = Component<{ graph: GraphDescription }>;

// Each is a script of its own: the form needs no flow, and the canvas no form. The page brings along the one that it begins with.
const sources: Readonly<Record<PageView, () => Promise<{ default: View }>>> = {
  canvas: () => import("./flow/CanvasView.svelte"),
  app: () => import("./app/AppView.svelte"),
};

/** The views that have been loaded. */
export const views = new SvelteMap<PageView, View>();

export async function loadView(name: PageView): Promise<void> {
  if (!views.has(name)) views.set(name, (await sources[name]()).default);
}
