import type { ts } from "../../typescript.ts";
import type { Outline, OutlineEntry, OutlineGraph, OutlineNode } from "../../protocol/language.ts";
import type { Analysis } from "../analysis.ts";
import { rangeOf } from "../run-rules.ts";
import { chosenNames } from "../model/chosen-names.ts";
import type { GraphSite, NodeSite, Shape } from "../model/model.ts";
import { statementOf } from "../model/scopes.ts";
import { spanOf } from "../rules/rule.ts";
import { kindOf } from "../../graph/node-kinds.ts";

/** The nodes and graphs of a file as the editor shows them: lenses, symbols, the way to the canvas and back. */
export function outline(analysis: Analysis, version: number): Outline {
  const { model, file } = analysis;
  const names = chosenNames(model);
  const inner = new Set(model.nodes.flatMap(({ variants = [] }) => variants.flatMap(({ sites }) => sites)));
  const outlined = (site: NodeSite): OutlineNode => {
    const graph = model.graphs.find(({ nodes }) => nodes.has(site))?.name?.value;
    return { ...outlineNode(site, file, names.get(site), outlined), ...(graph !== undefined && { graph }) };
  };
  const shown = [...model.nodes, ...model.made].filter((site) => !inner.has(site));
  return {
    version,
    nodes: shown.map(outlined).sort((a, b) => a.range.start.line - b.range.start.line),
    graphs: model.graphs.map((graph) => outlineGraph(graph, file)),
  };
}

function outlineNode(
  site: NodeSite,
  file: ts.SourceFile,
  name: string | undefined,
  outlined: (site: NodeSite) => OutlineNode,
): OutlineNode {
  const made = site.call ?? site.expression;
  const target = site.target?.value ?? site.fn?.name;
  const options = site.options?.entries;
  const variants = (site.variants ?? [])
    .flatMap(({ sites }) => sites)
    .filter((variant) => (variant.call ?? variant.expression).getSourceFile() === file);
  return {
    named: site.name.from !== "derived",
    kind: site.kind,
    range: rangeOf(file, spanOf(site.variants ? made : statementOf(made))),
    selection: rangeOf(file, spanOf(site.name.node.getSourceFile() === file ? site.name.node : made)),
    debuggable:
      kindOf(site).runsInProcess ||
      (options?.has("preprocess") ?? false) ||
      (options?.has("postprocess") ?? false),
    variants: variants.map(outlined),
    inputs: entriesOf(site.inputs, file),
    outputs: entriesOf(site.outputs, file),
    ...(name !== undefined && { name }),
    ...(target !== undefined && { target }),
  };
}

function entriesOf(shape: Shape | undefined, file: ts.SourceFile): readonly OutlineEntry[] {
  return [...(shape?.entries.values() ?? [])].map(({ name, key }) => ({
    name,
    range: rangeOf(file, spanOf(key)),
  }));
}

function outlineGraph(
  { expression, name, variable, exported }: GraphSite,
  file: ts.SourceFile,
): OutlineGraph {
  const written = name?.node.getSourceFile() === file ? name.node : undefined;
  return {
    exported: exported !== "no",
    range: rangeOf(file, spanOf(statementOf(expression))),
    selection: rangeOf(file, spanOf(variable ?? written ?? expression)),
    ...(name && { name: name.value }),
  };
}
