import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { importNames } from "../../edit/imports.ts";
import { addElement } from "../../edit/list.ts";
import { newLineOf } from "../../edit/text.ts";
import type { GraphSite, NodeSite } from "../../model/model.ts";
import { type RuleFix, type Rule, spanOf } from "../rule.ts";

export const unusedNode: Rule = {
  code: "unused-node",
  severity: "warning",
  looksForUses: true,
  summary: "A node is in no graph, so it is not on the canvas and never runs.",
  explanation:
    "A graph has the nodes in its `nodes` and everything they need. Nothing is said of nodes that are exported, handed to a " +
    "function, or made where it cannot be told what becomes of them.",
  wrong: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", {});
const cutout = new GradioNode("hf-applications/background-removal", {});
export default new Graph({ name: "Painting", nodes: [painter] });`,
  right: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", {});
const cutout = new GradioNode("hf-applications/background-removal", {});
export default new Graph({ name: "Painting", nodes: [painter, cutout] });`,
  *check(analysis) {
    const { model } = analysis;
    if (model.graphs.some(({ complete, repeated }) => !complete || repeated)) return;
    const contained = new Set(model.graphs.flatMap(({ nodes }) => [...nodes]));
    const variants = new Set(
      model.nodes.flatMap((site) => (site.variants ?? []).flatMap(({ sites }) => sites)),
    );
    for (const site of [...model.nodes, ...model.made]) {
      if (site.repeated || contained.has(site) || variants.has(site) || !isForgotten(site, analysis))
        continue;
      const variable = variableOf(site);
      const name = site.name.value === undefined ? "This node" : `Node '${site.name.value}'`;
      yield {
        at: spanOf(variable ?? site.expression.expression),
        message: `${name} is in no graph, so it is not on the canvas and never runs. Add it to a graph's nodes, or use one of its ports.`,
        fixes: variable ? fixes(variable.getText(), model.graphs, analysis) : [],
      };
    }
  },
};

/** Whether nothing at all is done with a node: where something is, it may be what the person wants. */
function isForgotten(site: NodeSite, { file, values }: Analysis): boolean {
  const compiler = typescript();
  const { parent } = site.call ?? site.expression;
  const declared = variableOf(site);
  if (declared === undefined) return compiler.isExpressionStatement(parent);
  if (!compiler.isVariableDeclaration(declared.parent) || isExported(declared.parent)) return false;
  const symbol = values.symbolOf(declared);
  const isUsed = (node: ts.Node): boolean => {
    if (compiler.isIdentifier(node) && node !== declared && node.text === declared.text)
      return values.symbolOf(node) === symbol;
    return compiler.forEachChild(node, isUsed) ?? false;
  };
  return !isUsed(file);
}

/** The variable that holds a node, whether or not the node is called by it. */
function variableOf({ call, expression, name }: NodeSite): ts.Identifier | undefined {
  const compiler = typescript();
  if (name.from === "variable" && compiler.isIdentifier(name.node)) return name.node;
  const { parent } = call ?? expression;
  return compiler.isVariableDeclaration(parent) && compiler.isIdentifier(parent.name)
    ? parent.name
    : undefined;
}

function isExported(declaration: ts.VariableDeclaration): boolean {
  const compiler = typescript();
  return (compiler.getCombinedModifierFlags(declaration) & compiler.ModifierFlags.Export) !== 0;
}

function fixes(variable: string, graphs: readonly GraphSite[], { file }: Analysis): readonly RuleFix[] {
  if (graphs.length === 0) {
    const newLine = newLineOf(file);
    const end = file.getEnd();
    const gap = file.text.endsWith("\n") ? newLine : newLine + newLine;
    const text = `${gap}export default new Graph({ name: ${JSON.stringify(title(variable))}, nodes: [${variable}] });${newLine}`;
    return [
      {
        title: "Export a graph with it",
        edits: [...importNames(file, ["Graph"]), { start: end, end, text }],
        safe: false,
      },
    ];
  }
  return graphs.flatMap(({ list, name }) =>
    list === undefined
      ? []
      : [
          {
            title: `Add it to the graph${name ? ` '${name.value}'` : ""}`,
            edits: [addElement(list, variable)],
            safe: false,
          },
        ],
  );
}

function title(variable: string): string {
  const words = variable.replaceAll(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
