import { chatSpecs } from "./chat.ts";
import { choiceSpecs } from "./choices.ts";
import { dataSpecs } from "./data.ts";
import { imageSpecs } from "./images.ts";
import { mediaSpecs } from "./media.ts";
import { componentNames, type ComponentName } from "./description.ts";
import { numberSpecs } from "./numbers.ts";
import type { ComponentSpec } from "./spec.ts";
import { textSpecs } from "./text.ts";

const table: { readonly [N in ComponentName]: ComponentSpec } = {
  ...textSpecs,
  ...numberSpecs,
  ...choiceSpecs,
  ...imageSpecs,
  ...mediaSpecs,
  ...dataSpecs,
  ...chatSpecs,
};

/** Everything that is to be known of a component. */
export function specOf(name: ComponentName): ComponentSpec {
  return table[name];
}

/** All components, in the order of `componentNames`. */
export const componentSpecs: readonly ComponentSpec[] = componentNames.map((name) => table[name]);
