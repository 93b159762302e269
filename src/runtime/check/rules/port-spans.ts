import type { Analysis } from "../analysis.ts";
import type { NodeSite } from "../model/model.ts";
import { entrySpan, type Span, spanOf } from "./rule.ts";

/** Where the ports of a node are used: TypeScript does not know them there while the node's definition is wrong. */
export function portSpans(site: NodeSite, { model, sites }: Analysis): readonly Span[] {
  const uses = model.ports.filter(({ owner }) => sites.resolve(owner).sites.includes(site));
  const entries = uses.map(({ expression }) => entrySpan(expression));
  // A function's inputs get their types from what they are wired to.
  const takers = model.nodes.filter(({ inputs }) =>
    [...(inputs?.entries.values() ?? [])].some(({ written }) =>
      entries.some(({ start }) => written?.getStart() === start),
    ),
  );
  return [...uses.map(({ name }) => spanOf(name)), ...entries, ...takers.flatMap(functionSpan)];
}

/** A function that is written where it is given to its node. */
export function functionSpan({ fn, expression }: NodeSite): readonly Span[] {
  const argument = fn?.argument;
  return argument && argument.getSourceFile() === expression.getSourceFile() ? [spanOf(argument)] : [];
}
