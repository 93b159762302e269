import type { ComponentName } from "../../src/runtime/components/description.ts";
import { specOf } from "../../src/runtime/components/registry.ts";
import type { ComponentFamily } from "../../src/runtime/components/spec.ts";
import type {
  GraphDescription,
  InputDescription,
  OutputDescription,
} from "../../src/runtime/graph/description.ts";

/** What a line or a port can carry: the family of a component, or any value. */
export type Family = ComponentFamily | "any";

const colours: Readonly<Record<Family, string>> = {
  text: "var(--blue)",
  number: "var(--yellow)",
  flag: "var(--yellow)",
  image: "var(--purple)",
  audio: "var(--green)",
  video: "var(--purple)",
  file: "var(--orange)",
  data: "var(--grey)",
  any: "var(--grey)",
};

export function familyOfComponent(component: ComponentName): Family {
  return specOf(component).family;
}

export function colourOf(family: Family): string {
  return colours[family];
}

export function familyOfOutput({ view }: OutputDescription): Family {
  return view.kind === "component"
    ? familyOfComponent(view.component.component)
    : view.kind === "items"
      ? "data"
      : "any";
}

/** What comes in at an input: the kind of the port or component it is joined to. */
export function familyOfInput(input: InputDescription, graph: GraphDescription | undefined): Family {
  if (input.kind === "component") return familyOfComponent(input.component.component);
  if (input.kind !== "port") return "any";
  const { node, port, each, field } = input.from;
  const source = graph?.nodes.find(({ name }) => name === node);
  const output = source?.outputs.find(({ name }) => name === port);
  if (!output) return "any";
  if (output.view.kind === "items" && field !== undefined) {
    const component = output.view.fields[field];
    return component ? familyOfComponent(component.component) : "any";
  }
  return each ? "any" : familyOfOutput(output);
}
