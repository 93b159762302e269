import { appTargets } from "../../src/runtime/graph/app-form.ts";
import type { Canvas } from "./canvas.svelte.ts";

/** Runs the whole graph; in the app view what its outputs need. */
export function runAll(canvas: Canvas, forced: boolean): void {
  const { graph } = canvas.store;
  const nodes = canvas.ui.view === "app" && graph ? appTargets(graph) : undefined;
  canvas.send({ type: "run-all", forced, ...(nodes && { nodes: [...nodes] }) });
}
