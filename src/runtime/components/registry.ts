import { chatSpecs } from "./families/chat.ts";
import { choiceSpecs } from "./families/choices.ts";
import { dataSpecs } from "./families/data.ts";
import { imageSpecs } from "./families/images.ts";
import { mediaSpecs } from "./families/media.ts";
import { componentNames, type ComponentName } from "./description.ts";
import { numberSpecs } from "./families/numbers.ts";
import type { ComponentSpec } from "./spec.ts";
import { textSpecs } from "./families/text.ts";

const table: { readonly [N in ComponentName]: ComponentSpec } = {
  ...textSpecs,
  ...numberSpecs,
  ...choiceSpecs,
  ...imageSpecs,
  ...mediaSpecs,
  ...dataSpecs,
  ...chatSpecs,
};

/** Everything that the product knows of a component. */
export function specOf(name: ComponentName): ComponentSpec {
  return table[name];
}

/** All components, in the order of `componentNames`. */
export const componentSpecs: readonly ComponentSpec[] = componentNames.map((name) => table[name]);
