import { didYouMean, quoteClosestFirst } from "../../../text/similarity.ts";
import { closestFixes, siblingsOf } from "../closest-fix.ts";
import { removal } from "../services/unknown-parameter.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";
import type { Entry, FunctionFacts, InputFacts, NodeSite } from "../../model/model.ts";

export const unknownInput: Rule = {
  code: "unknown-input",
  severity: "error",
  summary: "An FnNode has an input that its function does not take.",
  explanation:
    "A function takes one object of named inputs, `({ text, maxWords = 100 }) => …`; the names in `inputs` are the " +
    "destructured ones. With `...rest` a function takes any.",
  wrong: `new FnNode(({ topic }) => topic.toUpperCase(), { inputs: { toppic: gr.Textbox() } })`,
  right: `new FnNode(({ topic }) => topic.toUpperCase(), { inputs: { topic: gr.Textbox() } })`,
  *check({ model }) {
    for (const site of model.nodes) {
      if (site.fn === undefined) continue;
      for (const entry of unknownInputs(site)) yield problem(site.fn, entry, site);
    }
  },
};

/** The inputs that a function names, where it takes no others. */
export function namedInputs(site: NodeSite): ReadonlyMap<string, InputFacts> | undefined {
  const parameters = site.fn?.parameters;
  if (site.options?.entries.has("preprocess")) return undefined;
  if (parameters?.kind === "destructured") return parameters.rest ? undefined : parameters.inputs;
  if (parameters?.kind === "object") return parameters.inputs;
  return parameters?.kind === "none" ? new Map() : undefined;
}

export function unknownInputs(site: NodeSite): readonly Entry[] {
  const names = namedInputs(site);
  return names === undefined
    ? []
    : [...(site.inputs?.entries.values() ?? [])].filter(({ name }) => !names.has(name));
}

function problem(fn: FunctionFacts, entry: Entry, site: NodeSite): RuleDiagnostic {
  const names = [...(namedInputs(site)?.keys() ?? [])];
  const valid =
    names.length === 0 ? "It takes no inputs." : `Valid inputs: ${quoteClosestFirst(entry.name, names)}.`;
  const taken = siblingsOf(entry);
  const free = names.filter((name) => !taken.has(name));
  return {
    at: spanOf(entry.key),
    message: `Input '${entry.name}' not found in ${fn.label}. ${valid}${didYouMean(entry.name, free)}`,
    covers: [spanOf(entry.key)],
    fixes: [...closestFixes(entry.name, names, entry.written?.name, taken), ...removal(entry)],
    ...(fn.declaration && { related: [{ node: fn.declaration, message: "The function is written here." }] }),
  };
}
