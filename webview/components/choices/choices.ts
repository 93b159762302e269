import type { ComponentDescription } from "../../../src/runtime/components/description.ts";
import type { Option } from "../../controls/options.ts";

export type Choice = Option<string | number>;

/** The `choices` of a Dropdown, Radio or CheckboxGroup. As in Gradio, each is a value, or a pair of label and value. */
export function choicesOf({ options }: ComponentDescription): Choice[] {
  const choices = Array.isArray(options["choices"]) ? (options["choices"] as unknown[]) : [];
  return choices.map((choice) => {
    const [shown, value] = Array.isArray(choice) ? (choice as [unknown, unknown]) : [choice, choice];
    return { label: String(shown), value: typeof value === "number" ? value : String(value) };
  });
}
