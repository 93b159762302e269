import { didYouMean, quoteClosestFirst } from "../../../text/similarity.ts";
import { removeElement } from "../../edit/object.ts";
import { closestFixes, siblingsOf } from "../closest-fix.ts";
import type { SpaceCall } from "../../analysis.ts";
import type { Entry } from "../../model/model.ts";
import { entryAndOption, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";

export const unknownParameter: Rule = {
  code: "unknown-parameter",
  severity: "error",
  summary: "A GradioNode has an input that the endpoint does not take.",
  explanation:
    'The names in `inputs` are the parameters of the endpoint, as the Space\'s "Use via API" page shows them. ' +
    "A node with `preprocess` may name its inputs as it likes, and `validate: false` turns the comparison off.",
  wrong: `new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { promt: "A cheetah" },
})`,
  right: `new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: { prompt: "A cheetah" },
})`,
  *check({ calls }) {
    for (const call of calls) {
      if (!call.comparable) continue;
      for (const entry of unknownEntries(call)) yield problem(call, entry);
    }
  },
};

/** Entries of `inputs` that are no parameters. */
export function unknownEntries({ site, endpoint }: SpaceCall): readonly Entry[] {
  const names = new Set(endpoint.parameters.map(({ name }) => name));
  return [...(site.inputs?.entries.values() ?? [])].filter(({ name }) => !names.has(name));
}

function problem(call: SpaceCall, entry: Entry): RuleDiagnostic {
  const names = call.endpoint.parameters.map(({ name }) => name);
  const valid =
    names.length === 0
      ? "It takes no parameters."
      : `Valid parameters: ${quoteClosestFirst(entry.name, names)}.`;
  const taken = siblingsOf(entry);
  const free = names.filter((name) => !taken.has(name));
  return {
    at: spanOf(entry.key),
    message: `Parameter '${entry.name}' not found in ${call.title}. ${valid}${didYouMean(entry.name, free)}`,
    fixes: [...closestFixes(entry.name, names, entry.written?.name, taken), ...removal(entry)],
    covers: entryAndOption(entry.key),
  };
}

export function removal({ name, written }: Entry): readonly RuleFix[] {
  const parent = written?.parent;
  if (written === undefined || parent === undefined || !("properties" in parent)) return [];
  return [{ title: `Remove '${name}'`, edits: [removeElement(written, parent.properties)], safe: false }];
}
