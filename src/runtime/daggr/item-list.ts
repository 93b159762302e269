import type { ComponentDescription } from "../components/description.ts";
import { ComponentObject, factoryName } from "./component.ts";
import { kindOf, mistake } from "./mistakes.ts";
import { reservedFields } from "./reserved.ts";

/** What `ItemList({ … })` makes: an output that is an editable list. */
export class ItemListObject {
  constructor(readonly fields: Readonly<Record<string, ComponentDescription>>) {}
}

export function ItemList(fields: unknown): ItemListObject {
  if (typeof fields !== "object" || fields === null || fields instanceof ComponentObject) {
    throw mistake("ItemList takes the fields of its items, as in ItemList({ text: gr.Textbox() }).");
  }
  const described = Object.entries(fields).map(([name, component]: [string, unknown]) => {
    if (name === "each" || name === "all" || reservedFields.has(name)) {
      throw mistake(
        `A field of an ItemList may not be called '${name}', since every port has a member of this name.`,
      );
    }
    const factory = factoryName(component);
    if (factory)
      throw mistake(`The field '${name}' of an ItemList is gr.${factory}; call it: gr.${factory}().`);
    if (component instanceof ComponentObject) return [name, component.description] as const;
    throw mistake(
      `The field '${name}' of an ItemList must be a component, such as gr.Textbox(), but is ${kindOf(component)}.`,
    );
  });
  if (described.length === 0)
    throw mistake("An ItemList needs at least one field, as in ItemList({ text: gr.Textbox() }).");
  return new ItemListObject(Object.fromEntries(described));
}
