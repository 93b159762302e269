import type { GraphDescription } from "../../graph/description.ts";
import { resolveGraph } from "../../plan/resolved-graph.ts";
import { StepError } from "../../failures/failure.ts";

/** Of the graphs of a file, the one that was asked for, else the first. Throws where there is none. */
export function chooseGraph(
  graphs: readonly GraphDescription[],
  wanted: string | undefined,
): GraphDescription {
  const graph = wanted === undefined ? graphs[0] : graphs.find(({ name }) => name === wanted);
  if (graph) return graph;
  if (wanted === undefined)
    throw new Error('The file makes no graph. Add: export default new Graph({ name: "…", nodes: […] }).');
  const names = graphs.map(({ name }) => `'${name}'`).join(", ");
  throw new StepError({
    message: `The file has no graph '${wanted}'. It has ${names || "none"}.`,
    unknownGraph: true,
  });
}

/** Whether a graph that was remembered can still be shown. */
export function isSound(graph: GraphDescription): boolean {
  try {
    resolveGraph(graph, {});
    return true;
  } catch {
    return false;
  }
}
