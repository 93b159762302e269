import { exampleValue } from "../components/component-queries.ts";
import type { ComponentName } from "../components/description.ts";
import type { Options } from "../components/option.ts";
import { componentSpecs } from "../components/registry.ts";
import type { ComponentSpec } from "../components/spec.ts";
import type { ComponentDescription } from "../components/description.ts";
import type { Json } from "../values/value.ts";
import { toJson } from "./json.ts";
import { checkOptionNames, kindOf, mistake, optionsOf } from "./mistakes.ts";
import type { Components } from "./types/gr.ts";

/** What `gr.Textbox(…)` makes. */
export class ComponentObject {
  constructor(readonly description: ComponentDescription) {}

  exampleValue(): Json {
    return exampleValue(this.description) as Json;
  }
}

const factories = new Map<unknown, ComponentName>();

/** The component's name, where a value is `gr.Textbox` instead of `gr.Textbox()`. */
export function factoryName(value: unknown): ComponentName | undefined {
  return factories.get(value);
}

function factoryOf(spec: ComponentSpec): (options?: unknown) => ComponentObject {
  const of = `gr.${spec.name}`;
  const known = spec.options as Options<Record<string, unknown>>;
  const make = (given?: unknown) => {
    const options: Record<string, Json> = {};
    const all = optionsOf(of, given);
    checkOptionNames(of, all, Object.keys(known));
    for (const [name, value] of Object.entries(all)) {
      if (value === undefined) continue;
      const nothing = name === "value" && value === null;
      if (!nothing && !known[name]!.accepts(value)) {
        throw mistake(
          `The option '${name}' of ${of} must be of type ${known[name]!.type}, but is ${kindOf(value)}.`,
        );
      }
      options[name] = toJson(value, `The option '${name}' of ${of}`);
    }
    return new ComponentObject({ component: spec.name, options });
  };
  factories.set(make, spec.name);
  return make;
}

// `Object.fromEntries` forgets which name has which options; the table's test holds that every component is there.
export const gr = Object.freeze(
  Object.fromEntries(componentSpecs.map((spec) => [spec.name, factoryOf(spec)])),
) as unknown as Components;
