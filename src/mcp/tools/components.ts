import * as v from "valibot";
import { exampleValue } from "../../runtime/components/component-queries.ts";
import type { ComponentDescription } from "../../runtime/components/description.ts";
import { componentSpecs } from "../../runtime/components/registry.ts";
import type { ComponentSpec } from "../../runtime/components/spec.ts";
import { valueSchema } from "../../runtime/components/value-schema.ts";
import { quoteClosestFirst } from "../../runtime/text/similarity.ts";
import { ToolError } from "../safety/tool-error.ts";
import { json } from "../schemas.ts";
import { tool } from "../tool.ts";

export const components = tool({
  name: "components",
  title: "Gradio's components",
  description:
    "The components of inputs and outputs, as gr.NAME({ … }): what each is, its value's type, whether a person can fill it in. With 'name', also its options, a typical value, and the value as JSON Schema.",
  input: v.strictObject({ name: v.optional(v.pipe(v.string(), v.description('Such as "Slider".'))) }),
  output: v.object({
    components: v.array(
      v.object({
        name: v.string(),
        about: v.string(),
        input: v.pipe(
          v.boolean(),
          v.description("Whether a person can fill it in; the others only show a value."),
        ),
        value: v.object({ type: v.string(), about: v.string() }),
        options: v.optional(
          v.pipe(v.record(v.string(), v.string()), v.description("Types in TypeScript's notation.")),
        ),
        example: v.optional(json),
        schema: v.optional(v.record(v.string(), json)),
      }),
    ),
  }),
  annotations: { readOnlyHint: true, openWorldHint: false, idempotentHint: true },
  run: ({ name }) => {
    if (name === undefined) return { value: { components: componentSpecs.map(summary) } };
    const wanted = name.replace(/^gr\./, "").toLowerCase();
    const spec = componentSpecs.find((one) => one.name.toLowerCase() === wanted);
    if (spec === undefined) {
      const names = componentSpecs.map((one) => one.name);
      throw new ToolError(`There is no component '${name}'. There are ${quoteClosestFirst(name, names)}.`);
    }
    return { value: { components: [whole(spec)] } };
  },
});

function summary({ name, about, input, value }: ComponentSpec) {
  return { name, about, input, value: { type: value.type, about: value.about } };
}

function whole(spec: ComponentSpec) {
  const options = Object.fromEntries(Object.entries(spec.options).map(([name, { type }]) => [name, type]));
  const described: ComponentDescription = {
    component: spec.name,
    // Choices give an example only where there are some.
    options: "choices" in options ? { choices: ["first", "second"] } : {},
  };
  const example = shortened(exampleValue(described));
  return { ...summary(spec), options, example, schema: valueSchema(described) };
}

/** A file in an example is a data URL, of which the beginning says enough. */
function shortened(value: unknown): unknown {
  const text = JSON.stringify(value).replace(/"data:([\w/+.-]+);base64,[^"]*"/g, '"data:$1;base64,…"');
  return JSON.parse(text);
}
