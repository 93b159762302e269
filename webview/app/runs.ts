import type { Canvas } from "../state/canvas.svelte.ts";
import type { OutputGroup } from "./groups.ts";
import { appRuns, type AppRun } from "./history.ts";

/** The runs of which the shown sheet has results of these outputs, the newest first. */
export function runsOf({ store }: Canvas, groups: readonly OutputGroup[]): AppRun[] {
  const nodes = groups.map(({ node }) => node.name);
  return appRuns(Object.fromEntries(nodes.map((node) => [node, store.node(node).results])));
}

/** The number of the run whose results are shown, or -1. Others may show more of what is shown than one of them made. */
export function shownRun({ store }: Canvas, runs: readonly AppRun[]): number {
  return runs.findIndex(({ results }) => results.every(({ id, node }) => store.node(node).shown === id));
}

/** Shows what a run made, with its inputs. */
export function showRun(canvas: Canvas, { results }: AppRun): void {
  canvas.send({ type: "show-results", results: results.map(({ node, id }) => ({ node, result: id })) });
}
