import type { AppOutput } from "../../src/runtime/graph/app-form.ts";
import type { Block } from "../../src/runtime/layout/card-shape.ts";
import { componentHeight, grows } from "../../src/runtime/layout/component-height.ts";
import type { Value, Values } from "../../src/runtime/values/value.ts";

/** Pixels. */
const whileEmpty = 72;
const most = 360;
const line = 18;
/** From here on a component shows more where it has more room: pictures, tables, documents. */
const large = 84;
/** Characters to a line, about. */
const width = 70;

/** The outputs of a node as the form draws them: as in a card, with more room. */
export function blocksOf(outputs: readonly AppOutput[], values: Values | undefined): Block[] {
  return outputs.map(({ port, label, view }): Block => {
    const component =
      view.kind === "component" ? view.component : { component: "JSON" as const, options: {} };
    const inCard = componentHeight(component, "output");
    const given = typeof component.options["height"] === "number" || !grows(component);
    const value = values?.[port];
    const height =
      value === undefined || value === null
        ? Math.min(inCard, whileEmpty)
        : given
          ? inCard
          : Math.max(inCard, Math.min(most, roomFor(value, inCard)));
    return { port, component, height, ...(outputs.length > 1 && { label }) };
  });
}

function roomFor(value: Value, inCard: number): number {
  if (typeof value !== "string") return inCard < large ? inCard : 2 * inCard;
  const lines = value.split("\n").map((text) => Math.max(1, Math.ceil(text.length / width)));
  return lines.reduce((sum, count) => sum + count, 0) * line + 12;
}
