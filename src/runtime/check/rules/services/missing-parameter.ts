import { quoteList, findClosest } from "../../../text/similarity.ts";
import type { SpaceCall } from "../../analysis.ts";
import type { NodeSite, WorkflowModel } from "../../model/model.ts";
import { componentCode } from "../../edit/component-code.ts";
import { addEntries } from "../../edit/options.ts";
import { keyText } from "../../edit/text.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";
import { unknownEntries } from "./unknown-parameter.ts";

export const missingParameter: Rule = {
  code: "missing-parameter",
  severity: "error",
  summary: "A GradioNode leaves out a parameter that has no default.",
  explanation:
    "Every parameter of the endpoint without a default of its own needs an entry in `inputs`: a component, a port, " +
    "a fixed value or a function. The fix adds them as components, so that they can be filled in on the canvas.",
  wrong: `new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image", inputs: { height: 1024 } })`,
  right: `new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: gr.Textbox({ label: "Prompt" }), height: 1024 },
})`,
  *check({ calls, model }) {
    for (const call of calls) {
      const { site, endpoint } = call;
      if (!call.comparable || !areAllKnown(site)) continue;
      if (model.mayBeCalled(site) || isFallback(site, model)) continue;
      // A misspelt name is one mistake, not two.
      const misspelt = unknownEntries(call).map(({ name }) => name);
      const given = site.inputs?.entries;
      const open = endpoint.parameters.filter(({ name, required }) => required && !given?.has(name));
      const names = open.map(({ name }) => name);
      const meant = new Set(misspelt.map((name) => findClosest(name, names)));
      const missing = open.filter(({ name }) => !meant.has(name));
      if (missing.length > 0) yield problem(call, missing);
    }
  },
};

function problem({ site, title }: SpaceCall, missing: SpaceCall["endpoint"]["parameters"]): RuleDiagnostic {
  const names = missing.map(({ name }) => name);
  const one = names.length === 1;
  const entries = missing.map((parameter) => `${keyText(parameter.name)}: ${componentCode(parameter)}`);
  const edits = addEntries(site, "inputs", entries, ["gr"]);
  const inputs = site.options?.entries.get("inputs");
  return {
    at: spanOf(inputs?.key ?? site.apiName?.literal?.node ?? site.target?.node ?? site.expression),
    message:
      `Missing required parameter${one ? "" : "s"} ${quoteList(names.slice(0, 20))} for ${title}. ` +
      (one ? "It has no default." : "They have no defaults."),
    fixes: edits
      ? [{ title: one ? `Add '${names[0]}'` : "Add the missing parameters", edits, safe: true }]
      : [],
  };
}

/** Whether a node gets inputs from the one that it stands in for. */
export function isFallback(site: NodeSite, { fallbacks }: WorkflowModel): boolean {
  return fallbacks.some(({ resolved }) => resolved.sites.includes(site));
}

/** Whether no entry of `inputs` is hidden from us. */
export function areAllKnown({ options, inputs, unknownOptions }: NodeSite): boolean {
  if (unknownOptions.some(({ meant }) => meant?.from === "slip" && meant.name === "inputs")) return false;
  if (inputs !== undefined) return inputs.closed;
  return options === undefined || (options.closed && !options.entries.has("inputs"));
}
