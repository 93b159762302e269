import { familyOf } from "../../src/runtime/components/component-queries.ts";
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

export function colourOf(family: Family): string {
  return colours[family];
}

export function familyOfOutput({ view }: OutputDescription): Family {
  return view.kind === "component" ? familyOf(view.component) : view.kind === "items" ? "data" : "any";
}

/** What comes in at an input: the kind of the port or component it is joined to. */
export function familyOfInput(input: InputDescription, graph: GraphDescription | undefined): Family {
  if (input.kind === "component") return familyOf(input.component);
  if (input.kind !== "port") return "any";
  const { node, port, each, field } = input.from;
  const source = graph?.nodes.find(({ name }) => name === node);
  const output = source?.outputs.find(({ name }) => name === port);
  if (!output) return "any";
  if (output.view.kind === "items" && field !== undefined) {
    const component = output.view.fields[field];
    return component ? familyOf(component) : "any";
  }
  return each ? "any" : familyOfOutput(output);
}
