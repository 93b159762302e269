import type { GraphDescription, PortRef } from "../../graph/description.ts";
import { dependenciesOf } from "../../graph/edges.ts";
import { topologicalOrder } from "../../graph/order.ts";
import { scatterDepths, type ScatterProblem } from "../../graph/scatter.ts";
import { quoteList } from "../../text/similarity.ts";
import { checkCalls } from "./check-calls.ts";
import { upstreamOf, variantsOf, type Members } from "./collect.ts";
import type { DefinedNode } from "../nodes/definition.ts";
import { nameOf, titleOf } from "../nodes/definition.ts";
import { WorkflowError, type Origins } from "../site.ts";

/** What can only be wrong with nodes together. */
export function checkGraph(
  graph: GraphDescription,
  members: Members,
  nodes: ReadonlyMap<string, DefinedNode>,
  origins: Origins,
): void {
  const at = (node: DefinedNode | undefined) => node && origins.siteOf(node).source;
  checkVariants(graph.name, members, at);
  checkCalls(members, at);
  const order = topologicalOrder(dependenciesOf(graph));
  if (order.type === "cycle") {
    throw new WorkflowError(
      `The graph '${graph.name}' has a cycle: ${[...order.cycle, order.cycle[0]].map((name) => `'${name}'`).join(" needs ")}.`,
      { help: "Remove one of these connections.", at: at(nodes.get(order.cycle[0]!)) },
    );
  }
  const [problem] = scatterDepths(graph).problems;
  if (problem) throw scatterMistake(problem, (name) => at(nodes.get(name)));
}

type At = (node: DefinedNode | undefined) => WorkflowError["details"]["at"];

/** A variant belongs to one choice, and everything else is wired to the choice. */
function checkVariants(graph: string, { nodes, choices }: Members, at: At): void {
  const owner = new Map<DefinedNode, DefinedNode>();
  for (const choice of nodes) {
    for (const variant of variantsOf(choice)) {
      const other = owner.get(variant);
      if (other) {
        throw new WorkflowError(
          `${titleOf(variant)} is a variant of two choices of the graph '${graph}': ${quoteList([nameOf(other), nameOf(choice)])}.`,
          { help: "Wire everything to the larger choice, or make the node twice.", at: at(choice) },
        );
      }
      owner.set(variant, choice);
    }
  }
  for (const node of nodes.flatMap((one) => [one, ...variantsOf(one)])) {
    const variant = upstreamOf(node).find((one) => choices.has(one));
    if (!variant) continue;
    throw new WorkflowError(
      `${titleOf(node)} is wired to ${titleOf(variant)}, which is a variant of the choice '${nameOf(choices.get(variant)!)}'.`,
      { help: `Wire it to the choice, which has the same outputs.`, at: at(node) },
    );
  }
}

function scatterMistake(
  problem: ScatterProblem,
  at: (name: string) => WorkflowError["details"]["at"],
): WorkflowError {
  if (problem.kind === "not-scattered") {
    const port = portText(problem.from);
    return new WorkflowError(
      `Input '${problem.input}' of '${problem.node}' gathers ${port}, but '${problem.from.node}' is not scattered: it runs once, so there is nothing to gather.`,
      {
        help: `Leave out .all(), or scatter an input of '${problem.from.node}' by .each.`,
        at: at(problem.node),
      },
    );
  }
  const times = ["runs once", "runs once per item", "runs once per item of each item"];
  const variants = Object.entries(problem.depths).map(
    ([name, depth]) => `'${name}' ${times[depth] ?? `is scattered ${depth} times`}`,
  );
  return new WorkflowError(
    `The variants of the choice '${problem.choice}' must be scattered alike, but ${variants.join(", and ")}.`,
    { help: "Scatter the same list in each of them.", at: at(problem.choice) },
  );
}

function portText({ node, port }: PortRef): string {
  return `'${node}.${port}'`;
}
