import { typescript, type ts } from "../../typescript.ts";
import { readArguments } from "./arguments.ts";
import type { Entry, GraphSite, NodeSite, Resolved } from "./model.ts";
import { variableOf } from "./names.ts";
import type { Sites } from "./nodes.ts";
import { unknownOptions, withMeant } from "./options.ts";
import { joinedPort } from "./ports.ts";
import { isRepeated } from "./scopes.ts";
import { bare, type Values } from "./values.ts";

/** What the text says about a `new Graph(…)`. */
export function graphSite(expression: ts.NewExpression, sites: Sites, values: Values): GraphSite {
  const { options: shape, wrong } = readArguments(expression, "Graph", values);
  const misspelt = shape ? unknownOptions(values.daggr, expression, 0, shape) : [];
  const options = shape && withMeant(shape, misspelt);
  const nodes = options?.entries.get("nodes")?.value;
  const name = options?.entries.get("name")?.value;
  const literal = name && values.literalOf(name);
  const variable = variableOf(expression);
  const { listed, list, complete } = elementsOf(nodes, sites, values);
  const reached = withUpstream(listed, sites, values);
  return {
    expression,
    exported: exportOf(expression, variable, values),
    repeated: isRepeated(expression),
    listed,
    nodes: reached.nodes,
    alternatives: reached.alternatives,
    complete: complete && reached.complete,
    unknownOptions: misspelt,
    ...(wrong && { wrongArguments: wrong }),
    ...(literal && { name: literal }),
    ...(variable && { variable }),
    ...(list && { list }),
  };
}

interface Elements {
  readonly listed: readonly Resolved[];
  readonly list?: ts.ArrayLiteralExpression;
  readonly complete: boolean;
}

function elementsOf(nodes: ts.Expression | undefined, sites: Sites, values: Values): Elements {
  const compiler = typescript();
  if (nodes === undefined) return { listed: [], complete: false };
  const inner = bare(nodes);
  if (!compiler.isArrayLiteralExpression(inner)) {
    const written = values.written(inner);
    return written ? elementsOf(written, sites, values) : { listed: [], complete: false };
  }
  const parts = inner.elements.map((element): Elements => {
    if (compiler.isSpreadElement(element)) return elementsOf(element.expression, sites, values);
    const resolved = sites.resolve(element);
    return { listed: [resolved], complete: resolved.complete };
  });
  return {
    listed: parts.flatMap((part) => part.listed),
    ...(inner.getSourceFile() === values.file && { list: inner }),
    complete: parts.every((part) => part.complete),
  };
}

/** Nodes with everything that their inputs and variants come from, and that they call. */
function withUpstream(listed: readonly Resolved[], sites: Sites, values: Values) {
  const nodes = new Set<NodeSite>();
  const alternatives: (readonly NodeSite[])[] = [];
  let complete = true;
  const add = ({ sites: found, complete: all }: Resolved): void => {
    complete &&= all;
    alternatives.push(found);
    for (const site of found) {
      if (nodes.has(site)) continue;
      nodes.add(site);
      for (const needed of [...(site.variants ?? []), ...(site.calls ?? [])]) add(needed);
      const fallback = site.options?.entries.get("fallback")?.value;
      if (fallback && values.daggr.isNode(values.daggr.checker.getTypeAtLocation(fallback)))
        add(sites.resolve(fallback));
      if (site.inputs !== undefined) {
        complete &&= site.inputs.closed;
        for (const entry of site.inputs.entries.values()) addSource(entry);
      } else if (site.options !== undefined && !site.options.closed) complete = false;
    }
  };
  const addSource = ({ value, type }: Entry): void => {
    if (!values.daggr.isPort(type)) return;
    const joined = value && joinedPort(value, values);
    if (joined === undefined) complete = false;
    else add(sites.resolve(joined.use.owner));
  };
  for (const resolved of listed) add(resolved);
  return { nodes, alternatives, complete };
}

/** Whether a module exports a graph: under a name, as default, or in a way that cannot be followed. */
function exportOf(
  expression: ts.NewExpression,
  variable: ts.Identifier | undefined,
  values: Values,
): GraphSite["exported"] {
  const compiler = typescript();
  if (variable === undefined) {
    let outer: ts.Node = expression.parent;
    while (
      compiler.isParenthesizedExpression(outer) ||
      compiler.isSatisfiesExpression(outer) ||
      compiler.isAsExpression(outer)
    )
      outer = outer.parent;
    if (compiler.isExportAssignment(outer)) return "yes";
    return compiler.isExpressionStatement(outer) && compiler.isSourceFile(outer.parent) ? "no" : "unknown";
  }
  const symbol = values.symbolOf(variable);
  const file = values.daggr.checker.getSymbolAtLocation(values.file);
  if (symbol === undefined || file === undefined || isRepeated(expression)) return "unknown";
  const exports = values.daggr.checker.getExportsOfModule(file);
  if (exports.some((one) => values.daggr.resolved(one) === symbol || defaultOf(one, values) === symbol))
    return "yes";
  return isPassedOn(symbol, variable, values) ? "unknown" : "no";
}

/** What `export default graph` exports. */
function defaultOf(symbol: ts.Symbol, values: Values): ts.Symbol | undefined {
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined || !typescript().isExportAssignment(declaration)) return undefined;
  return values.symbolOf(bare(declaration.expression));
}

/** A use that may end up in an export: in an exported declaration, an argument, an assignment (`module.exports = …`). */
function isPassedOn(symbol: ts.Symbol, declared: ts.Identifier, values: Values): boolean {
  const compiler = typescript();
  const visit = (node: ts.Node): boolean => {
    if (compiler.isIdentifier(node) && node !== declared && node.text === declared.text)
      return values.symbolOf(node) === symbol && !compiler.isPropertyAccessExpression(node.parent);
    return compiler.forEachChild(node, visit) ?? false;
  };
  return visit(values.file);
}
