import type { ts } from "../../typescript.ts";
import { reservedPorts } from "../../daggr/reserved.ts";
import type { Analysis } from "../analysis.ts";
import { isIdentifier } from "../edit/text.ts";
import type { NodeSite } from "../model/model.ts";

export interface OfferedPort {
  /** `painter.image` */
  readonly text: string;
  /** What it carries. */
  readonly detail: string;
}

/** The ports that an input of a node can be joined to: of nodes made before it, those that fit. Undefined type: all. */
export function offeredPorts(
  site: NodeSite,
  expected: ts.Type | undefined,
  { model, daggr }: Analysis,
): readonly OfferedPort[] {
  const variants = new Set(model.nodes.flatMap((one) => (one.variants ?? []).flatMap(({ sites }) => sites)));
  const start = site.expression.getStart();
  return [...model.nodes, ...model.made].flatMap((other) => {
    const made = other.call ?? other.expression;
    if (other.name.from !== "variable" && variableName(other) === undefined) return [];
    if (made.getEnd() > start || other.repeated || variants.has(other)) return [];
    const variable = variableName(other);
    return [...(daggr.portsOf(other.type) ?? [])].flatMap(([name, symbol]) => {
      const carried = daggr.valueOf(daggr.checker.getTypeOfSymbol(symbol));
      if (variable === undefined || carried === undefined) return [];
      if (expected && !daggr.checker.isTypeAssignableTo(carried, expected)) return [];
      const text = reservedPorts.has(name)
        ? `${variable}.outputs.${name}`
        : isIdentifier(name)
          ? `${variable}.${name}`
          : `${variable}[${JSON.stringify(name)}]`;
      return [{ text, detail: daggr.text(carried) }];
    });
  });
}

function variableName({ name }: NodeSite): string | undefined {
  return name.from === "variable" ? name.node.getText() : undefined;
}
