import type { DefinedNode } from "../nodes/definition.ts";
import { numberOf, definitionOf, setFinalName, titleOf } from "../nodes/definition.ts";
import type { Site } from "../site.ts";
import { WorkflowError } from "../site.ts";

export interface NodeName {
  readonly name: string;
  /** False where a person did not choose it, or where it had to be numbered. */
  readonly named: boolean;
}

/**
 * Names every node of a file: by its `name`, else by its variable, else by the short name of its function, Space or model.
 *
 * A name that repeats, because a helper or a loop makes several nodes, is numbered in the order of construction: `tts`,
 * `tts_2`, `tts_3`. Names that were given are never changed.
 */
export function nameNodes(
  nodes: Iterable<DefinedNode>,
  siteOf: (node: DefinedNode) => Site,
): ReadonlyMap<DefinedNode, NodeName> {
  const inOrder = [...new Set(nodes)].sort((one, other) => numberOf(one) - numberOf(other));
  const names = new Map<DefinedNode, NodeName>();
  const taken = new Set(inOrder.flatMap((node) => definitionOf(node).name ?? []));
  for (const node of inOrder) {
    const { name, shortName } = definitionOf(node);
    const { variable } = siteOf(node);
    if (name === undefined) {
      const free = freeName(variable ?? shortName, taken);
      taken.add(free);
      names.set(node, { name: free, named: variable !== undefined && free === variable });
    } else names.set(node, { name, named: true });
    setFinalName(node, names.get(node)!.name);
  }
  return names;
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted}_${number}`)) number++;
  return `${wanted}_${number}`;
}

/** Two nodes of one graph that were given the same name. */
export function checkNames(
  graph: string,
  nodes: readonly DefinedNode[],
  siteOf: (node: DefinedNode) => Site,
): void {
  const seen = new Map<string, DefinedNode>();
  for (const node of nodes) {
    const name = definitionOf(node).name;
    if (name === undefined) continue;
    const other = seen.get(name);
    if (other) {
      const line = siteOf(other).source?.line;
      const where = line === undefined ? "" : ` (the other one is made in line ${line})`;
      throw new WorkflowError(
        `The graph '${graph}' has two nodes of the name '${name}': ${definitionOf(other).maker} and ${titleOf(node)}${where}.`,
        { help: "Give one of them another name: results are kept under it.", at: siteOf(node).source },
      );
    }
    seen.set(name, node);
  }
}
