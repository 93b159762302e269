import { referencePage } from "../../protocol/documentation.ts";
import { typescript, type ts } from "../../typescript.ts";
import type { Analysis } from "../analysis.ts";
import type { SiteKind } from "../model/daggr.ts";
import type { NodeSite } from "../model/model.ts";

/** Which section of the reference is about a kind of node. */
const kindSections: Readonly<Record<SiteKind, string>> = {
  gradio: "spaces",
  fn: "functions",
  inference: "models",
  input: "inputs",
  choice: "choices",
  human: "people",
};

/** Which is about an option; of others, the section of their node is. */
const optionSections: Readonly<Record<string, string>> = {
  inputs: "inputs",
  ports: "inputs",
  outputs: "outputs",
  name: "nodes",
  retries: "failures",
  timeout: "failures",
  cacheFor: "results",
  fallback: "failures",
  calls: "calls",
};

/** The name of a node's constructor or option at a place, with a link to what the reference says of it. */
export function referenceLinkAt(
  { file, model }: Analysis,
  offset: number,
): { readonly node: ts.Node; readonly contents: string } | undefined {
  const sites = model.nodes.filter(({ expression }) => expression.getSourceFile() === file);
  for (const site of sites) {
    const named = namesOf(site).find(({ node }) => node.getStart() <= offset && offset <= node.getEnd());
    if (named) return { node: named.node, contents: `[Documentation](${referencePage(named.section)})` };
  }
  return undefined;
}

function namesOf({ expression, kind, options }: NodeSite) {
  const compiler = typescript();
  const section = kindSections[kind];
  const keys = options?.literal?.properties.flatMap(({ name }) => (name ? [name] : [])) ?? [];
  return [
    ...(compiler.isNewExpression(expression) ? [{ node: expression.expression, section }] : []),
    ...keys.map((node) => ({ node, section: optionSections[node.getText()] ?? section })),
  ];
}
