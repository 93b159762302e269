import { specOf } from "../../../components/registry.ts";
import type { Analysis } from "../../analysis.ts";
import { componentCode, labelText } from "../../edit/component-code.ts";
import { inputEntry } from "../../edit/component-for-type.ts";
import { keyText } from "../../edit/text.ts";
import type { NodeSite } from "../../model/model.ts";
import { taskOfNode } from "../../model/tasks.ts";

/**
 * The code of an entry for an input that its node certainly needs, as `text: gr.Textbox({ label: "Text" })`. Undefined where the
 * input may be left out, or nobody knows.
 */
export function requiredEntry(
  site: NodeSite,
  name: string,
  { calls, daggr, lookup, values }: Analysis,
): string | undefined {
  if (site.options?.entries.has("preprocess")) return undefined;
  const parameters = site.fn?.parameters;
  if (parameters?.kind === "destructured" || parameters?.kind === "object") {
    const input = parameters.inputs?.get(name);
    return input && !input.optional ? inputEntry(name, input.type, daggr) : undefined;
  }
  const call = calls.find((one) => one.site === site);
  if (call !== undefined) {
    const parameter = call.endpoint.parameters.find((one) => one.name === name);
    return call.comparable && parameter?.required
      ? `${keyText(name)}: ${componentCode(parameter)}`
      : undefined;
  }
  const input = taskOfNode(site, lookup, values)?.spec?.inputs.find((one) => one.name === name);
  return input?.required ? taskInputEntry(input) : undefined;
}

/** `prompt: gr.Textbox({ label: "Prompt" })`: an entry for an input of a task. */
export function taskInputEntry({
  name,
  component,
}: {
  readonly name: string;
  readonly component: Parameters<typeof specOf>[0];
}): string {
  return `${name}: gr.${specOf(component).name}({ label: ${JSON.stringify(labelText("", name))} })`;
}
