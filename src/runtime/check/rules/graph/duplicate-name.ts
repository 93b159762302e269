import type { Analysis } from "../../analysis.ts";
import { quotedLike } from "../../edit/text.ts";
import type { GraphSite, NodeSite } from "../../model/model.ts";
import { shortName } from "../../model/names.ts";
import { areAlternatives } from "../../model/scopes.ts";
import { type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";
import { typescript } from "../../../typescript.ts";

export const duplicateName: Rule = {
  code: "duplicate-name",
  severity: "error",
  summary: "Two nodes of a graph, or two graphs of a file, have the same name.",
  explanation:
    "Results, positions and picks are stored under a node's name, so two nodes of a graph may not be given the same, unless " +
    "they are alternatives of which one is made. Names that come from variables are numbered instead.",
  wrong: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { name: "painter" });
const other = new GradioNode("hf-applications/background-removal", { name: "painter" });
export default new Graph({ name: "Two", nodes: [painter, other] });`,
  right: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { name: "painter" });
const other = new GradioNode("hf-applications/background-removal", { name: "cutout" });
export default new Graph({ name: "Two", nodes: [painter, other] });`,
  *check(analysis) {
    for (const graph of analysis.model.graphs) yield* ofNodes(graph, analysis);
    yield* ofGraphs(analysis);
  },
};

function* ofNodes({ nodes, alternatives }: GraphSite, { file }: Analysis): Generator<RuleDiagnostic> {
  const taken = new Map<string, readonly NodeSite[]>();
  const names = new Set([...nodes].map(({ name }) => name.value));
  const inOrder = [...nodes].sort((a, b) => a.expression.getStart() - b.expression.getStart());
  for (const site of inOrder) {
    const { value, from } = site.name;
    if (value === undefined || from !== "option" || site.repeated) continue;
    const known = taken.get(value) ?? [];
    const first = known.find((other) => bothAreMade(other, site, alternatives));
    if (first === undefined) taken.set(value, [...known, site]);
    else if (site.name.node.getSourceFile() === file)
      yield {
        at: spanOf(site.name.node),
        message: `Another node of this graph is called '${value}' already. Give one of them another name.`,
        related: [{ node: first.name.node, message: `The other '${value}' is here.` }],
        fixes: renamed(site, value, names),
      };
  }
}

/** Whether a graph may have two nodes at once. Of the alternatives of a condition it has one. */
function bothAreMade(one: NodeSite, other: NodeSite, alternatives: GraphSite["alternatives"]): boolean {
  if (one.call === other.call && areAlternatives(one.expression, other.expression)) return false;
  const places = (site: NodeSite) => alternatives.filter((sites) => sites.includes(site));
  return places(one).some((a) => places(other).some((b) => !isSame(a, b)));
}

function isSame(one: readonly NodeSite[], other: readonly NodeSite[]): boolean {
  return one.length === other.length && one.every((site) => other.includes(site));
}

/** After the Space or model if nothing else is called so, else with a number. */
function renamed(
  { name, kind, target }: NodeSite,
  value: string,
  taken: ReadonlySet<string | undefined>,
): readonly RuleFix[] {
  if (!typescript().isStringLiteralLike(name.node)) return [];
  let number = 2;
  while (taken.has(`${value} ${number}`)) number++;
  const service = target && shortName(kind, target.value, "");
  const free = service === undefined || taken.has(service) ? `${value} ${number}` : service;
  return [
    {
      title: `Call it '${free}'`,
      edits: [{ ...spanOf(name.node), text: quotedLike(name.node, free) }],
      safe: false,
    },
  ];
}

function* ofGraphs({ model }: Analysis): Generator<RuleDiagnostic> {
  const taken = new Map<string, readonly GraphSite[]>();
  for (const graph of model.graphs) {
    if (graph.name === undefined || graph.exported === "no" || graph.repeated) continue;
    const known = taken.get(graph.name.value) ?? [];
    const first = known.find(({ expression }) => !areAlternatives(expression, graph.expression));
    if (first === undefined) taken.set(graph.name.value, [...known, graph]);
    else
      yield {
        at: spanOf(graph.name.node),
        message: `Another graph of this file is called '${graph.name.value}' already. Give one of them another name.`,
        related: [{ node: first.name?.node ?? first.expression, message: "The other graph is here." }],
      };
  }
}
