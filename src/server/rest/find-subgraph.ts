import type { Subgraph } from "../../runtime/graph/subgraphs.ts";
import { RequestError } from "./errors.ts";

/**
 * The part of a graph that a call names, with the answers of daggr 0.8.0 where there is none.
 *
 * @param id undefined: the only part
 * @throws {RequestError} which says which parts there are
 */
export function findSubgraph(subgraphs: readonly Subgraph[], id: string | undefined): Subgraph {
  const available = { available_subgraphs: subgraphs.map((one) => one.id) };
  if (id === undefined) {
    const [only, ...others] = subgraphs;
    if (only && others.length === 0) return only;
    throw new RequestError(400, "Multiple subgraphs detected. Please specify a subgraph_id.", available);
  }
  const number = id.startsWith("subgraph_") ? id.split("_")[1]! : undefined;
  // As Python reads a whole number.
  if (number !== undefined && !/^\s*[+-]?\d+\s*$/.test(number))
    throw new RequestError(400, `Invalid subgraph_id '${id}'`, available);
  // The only part goes by its number too.
  const found = number === undefined ? subgraphs.find((one) => one.id === id) : subgraphs[Number(number)];
  if (found) return found;
  throw new RequestError(404, `Subgraph '${id}' not found`, available);
}
