import type { ComponentDescription } from "../components/description.ts";
import { specOf } from "../components/registry.ts";
import type { CardSize } from "../components/spec.ts";

/** Where a component stands: as something to edit, or showing a result. */
export type ComponentRole = "input" | "output";

/** Pixels. */
const line = 18;
const frame = 10;
const gapOfChoices = 14;

/** Components that are easier to use in a wider card. */
export function isWide(component: ComponentDescription): boolean {
  return cardOf(component).wide === true;
}

export function grows(component: ComponentDescription): boolean {
  const { fit, grows } = cardOf(component);
  return fit === "text lines" ? linesOf(component) > 1 : grows;
}

/** The component's height in a card, without its label, in pixels. Gradio's own `height` and `lines` are respected. */
export function componentHeight(component: ComponentDescription, role: ComponentRole): number {
  const { height, lines } = component.options;
  const card = cardOf(component);
  const base = card[role];
  if (typeof height === "number" && card.grows) return clamp(height, base / 2, 640);
  switch (card.fit) {
    case "text lines": {
      const shown = role === "output" ? Math.max(3, linesOf(component)) : linesOf(component);
      return clamp(shown, 1, 12) * line + frame;
    }
    case "code lines":
      return typeof lines === "number" ? Math.max(base, clamp(lines, 1, 24) * line + frame) : base;
    case "choices":
      return choiceRows(component, role) * 24 + 4;
    case undefined:
      return base;
  }
}

function cardOf({ component }: ComponentDescription): CardSize {
  return specOf(component).card;
}

function linesOf({ component, options }: ComponentDescription): number {
  const { lines } = options;
  // Without the option: as many lines as its height as an input has room for.
  return typeof lines === "number" ? lines : (specOf(component).card.input - frame) / line;
}

/** Short choices stand several to a row, of which an input card has the narrower one. Widths are pixels. */
function choiceRows({ options }: ComponentDescription, role: ComponentRole): number {
  const choices = Array.isArray(options["choices"]) ? options["choices"] : [];
  const room = role === "input" ? 208 : 270;
  let rows = 1;
  let used = 0;
  for (const choice of choices) {
    const label = String(Array.isArray(choice) ? choice[0] : choice);
    const need = 40 + label.length * 7.5;
    if (used > 0 && used + need > room) {
      rows += 1;
      used = 0;
    }
    used += need + gapOfChoices;
  }
  return Math.min(rows, 6);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
