import { typescript, type ts } from "../../typescript.ts";
import { callSitesOf } from "./call-sites.ts";
import type { NodeSite, Resolved } from "./model.ts";
import { bare, type Shape, type Values } from "./values.ts";

/** The nodes in a function's option `calls`: a list or an object of them. */
export function callsIn(
  options: Shape | undefined,
  resolve: (expression: ts.Expression) => Resolved,
  values: Values,
): readonly Resolved[] | undefined {
  const value = options?.entries.get("calls")?.value;
  if (value === undefined) return undefined;
  const compiler = typescript();
  const unknown: Resolved = { expression: value, sites: [], complete: false };
  const inner = values.written(bare(value)) ?? bare(value);
  if (compiler.isArrayLiteralExpression(inner))
    return inner.elements.map((element) => (compiler.isSpreadElement(element) ? unknown : resolve(element)));
  const shape = values.shapeOf(value);
  if (shape === undefined) return [unknown];
  const nodes = [...shape.entries.values()].map((entry) => (entry.value ? resolve(entry.value) : unknown));
  return shape.closed ? nodes : [...nodes, unknown];
}

/**
 * Says of a node whether functions may call it: then it gets inputs from the calls, whatever its own are. What a function calls
 * without listing it counts too, since that is another mistake.
 */
export function mayBeCalled(
  nodes: readonly NodeSite[],
  resolve: (expression: ts.Expression) => Resolved,
  values: Values,
): (site: NodeSite) => boolean {
  const calls = nodes.flatMap((site) => site.calls ?? []);
  if (calls.some(({ complete }) => !complete)) return () => true;
  const called = new Set<ts.Expression>();
  const add = ({ expression, variants = [] }: NodeSite): void => {
    called.add(expression);
    for (const { sites } of variants) sites.forEach(add);
  };
  for (const { sites } of calls) sites.forEach(add);
  for (const site of nodes)
    for (const { target } of callSitesOf(site, resolve, values)?.sites ?? []) target.sites.forEach(add);
  return ({ expression }) => called.has(expression);
}
