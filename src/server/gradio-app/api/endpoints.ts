import type { GraphDescription, OutputView } from "../../../runtime/graph/description.ts";
import { dependenciesOf, type Dependencies } from "../../../runtime/graph/edges.ts";
import { scatterDepths } from "../../../runtime/graph/scatter.ts";
import { subgraphsOf } from "../../../runtime/graph/subgraphs.ts";
import { nodesOf } from "../../../runtime/graph/variants.ts";
import { NameList, slug } from "./names.ts";
import { labelOf, parametersOf, type FileOf, type Parameter } from "./parameters.ts";

/** What clients call by one name: a connected part of the graph, or one of its leaves alone. */
export interface Endpoint {
  /** By which calls in the queue name it. */
  readonly index: number;
  /** Without its slash. */
  readonly name: string;
  readonly description: string;
  /** Nodes whose results are wanted. */
  readonly targets: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly returns: readonly Return[];
  /** False where another endpoint does the same: `predict` without a name finds the only one that is. */
  readonly documented: boolean;
}

/** A value that an endpoint gives. */
export interface Return {
  readonly node: string;
  readonly port: string;
  readonly label: string;
  readonly view: Exclude<OutputView, { kind: "hidden" }>;
  /** How many lists are around the value, of a node that runs once per item. */
  readonly depth: number;
}

/** The endpoints of a graph: one for each connected part, with the outputs of its leaves in order, and one for each leaf. */
export function endpointsOf(graph: GraphDescription, fileOf: FileOf): Endpoint[] {
  const needed = dependenciesOf(graph);
  const used = new Set([...needed.values()].flat());
  const inputCards = new Set(graph.nodes.flatMap(({ kind, name }) => (kind === "input" ? [name] : [])));
  const { depths } = scatterDepths(graph);
  const cardOf = cardsOfVariants(graph);
  const names = new NameList();
  const endpoints: Omit<Endpoint, "index">[] = [];
  for (const part of subgraphsOf(graph)) {
    const leaves = part.nodes.filter((name) => !used.has(name) && !inputCards.has(name));
    if (leaves.length === 0) continue;
    const parameters = parametersOf(part, cardOf, fileOf);
    const returns = part.outputs.map(({ node, port, view }): Return => {
      const label = view.kind === "component" ? labelOf(view.component, port) : port;
      return { node, port, label, view, depth: depths.get(node) ?? 0 };
    });
    const add = (name: string, targets: readonly string[], documented: boolean) => {
      const cards = withWhatTheyNeed(targets, needed);
      endpoints.push({
        name: names.add(name),
        description: `Runs the workflow as far as needed, and gives the outputs of ${quoted(targets)}.`,
        targets,
        parameters: parameters.filter((one) => [...one.cards].some((card) => cards.has(card))),
        returns: returns.filter(({ node }) => targets.includes(node)),
        documented,
      });
    };
    add(part.id, leaves, true);
    for (const leaf of leaves) add(slug(leaf, "leaf").toLowerCase(), [leaf], leaves.length > 1);
  }
  return endpoints.map((endpoint, index) => ({ index, ...endpoint }));
}

function withWhatTheyNeed(targets: readonly string[], needed: Dependencies): Set<string> {
  const found = new Set<string>(targets);
  // A set goes on to what is added to it meanwhile.
  for (const name of found) for (const other of needed.get(name) ?? []) found.add(other);
  return found;
}

function cardsOfVariants(graph: GraphDescription): Map<string, string> {
  return new Map(
    nodesOf(graph).flatMap((node) =>
      node.kind === "choice" ? node.variants.map(({ name }) => [name, node.name] as const) : [],
    ),
  );
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(", ");
}
