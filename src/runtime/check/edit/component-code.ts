import { componentNames, type ComponentName } from "../../components/description.ts";
import { specOf } from "../../components/registry.ts";
import type { ParameterInfo, ReturnInfo } from "../../gradio/schema/api-info.ts";
import { allowedValues, alternatives, type JsonType } from "../../gradio/schema/json-type.ts";
import type { Json } from "../../values/value.ts";
import { layoutText, literalText } from "./text.ts";

/** The component of the `daggr` module that shows what an endpoint takes or gives: JSON for what it does not have. */
export function componentOf({ component, file }: ReturnInfo): ComponentName {
  const name = componentNames.find((one) => one === component);
  return name ?? (file ? "File" : "JSON");
}

/** `gr.Slider({ label: "Seed", minimum: 0, maximum: 100, value: 5 })`: a parameter as an input on the canvas. */
export function componentCode(parameter: ParameterInfo): string {
  const name = componentOf(parameter);
  const known = specOf(name).options as Readonly<
    Record<string, { accepts(value: unknown): boolean } | undefined>
  >;
  const allowed = allowedValues(parameter.jsonType);
  const wanted: Record<string, Json | undefined> = {
    label: labelText(parameter.label, parameter.name),
    choices: allowed,
    multiselect: isList(parameter.jsonType) && name === "Dropdown" ? true : undefined,
    // The app only suggests its choices.
    allowCustomValue: allowed && !parameter.choices ? true : undefined,
    fileCount: isList(parameter.jsonType) && name === "File" ? "multiple" : undefined,
    minimum: parameter.minimum,
    maximum: parameter.maximum,
    value: parameter.required ? undefined : startValue(parameter.default, allowed),
  };
  const options = Object.entries(wanted).filter(
    ([option, value]) => value !== undefined && value !== null && known[option]?.accepts(value),
  );
  const before = parameter.name.length + name.length + "  : gr.()".length;
  return `gr.${name}(${layoutText(Object.fromEntries(options), before)})`;
}

/** `image: gr.Image({ label: "Result" })`'s right side: something an endpoint returns, shown in the card. */
export function outputCode(returned: ReturnInfo, port: string): string {
  return `gr.${componentOf(returned)}(${literalText({ label: labelText(returned.label, port) })})`;
}

/** Apps that give no label get one like `parameter_5`: the name says more. */
export function labelText(label: string, name: string): string {
  if (label && !/^(parameter|value|component)_\d+$/.test(label)) return label;
  const words = name.replaceAll(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isList(type: JsonType): boolean {
  return alternatives(type, type).some((part) => part.type === "array");
}

function startValue(value: Json | undefined, allowed: readonly Json[] | undefined): Json | undefined {
  if (value === undefined || value === null || allowed === undefined) return value;
  const chosen = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return chosen.every((one) => allowed.includes(one)) ? value : undefined;
}
