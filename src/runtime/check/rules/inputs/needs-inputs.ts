import { inputEntry } from "../../edit/component-for-type.ts";
import { addEntries } from "../../edit/options.ts";
import type { Daggr } from "../../model/daggr.ts";
import type { FunctionFacts, NodeSite } from "../../model/model.ts";
import { isFallback } from "../services/missing-parameter.ts";
import { positionalNames } from "./positional-function.ts";
import { type RuleFix, type Rule, spanOf } from "../rule.ts";

export const needsInputs: Rule = {
  code: "needs-inputs",
  severity: "error",
  summary: "An FnNode without `inputs` gets a function whose inputs cannot be read from its source.",
  explanation:
    "Without `inputs`, the ports are the names that the function destructures. A function that takes its object whole, and one " +
    "that is bound or wrapped, does not show them, so `inputs` has to name them.",
  wrong: `new FnNode((inputs: { text: string }) => inputs.text.toUpperCase())`,
  right: `new FnNode((inputs: { text: string }) => inputs.text.toUpperCase(), { inputs: { text: gr.Textbox() } })`,
  *check({ model, daggr }) {
    for (const site of model.nodes) {
      const { fn, options } = site;
      if (
        fn === undefined ||
        site.inputs !== undefined ||
        options?.entries.has("inputs") ||
        options?.closed === false
      )
        continue;
      if (
        isFallback(site, model) ||
        options?.entries.has("preprocess") ||
        positionalNames(site) !== undefined
      )
        continue;
      const why = reason(fn);
      if (why === undefined) continue;
      yield {
        at: spanOf(fn.argument),
        message: `The inputs of ${fn.label} cannot be told, because ${why}. Name them in 'inputs', or write ({ text, maxWords }) => ….`,
        fixes: fixes(site, fn, daggr),
      };
    }
  },
};

function reason({ declaration, parameters }: FunctionFacts): string | undefined {
  if (parameters.kind === "object" && declaration) return "its parameter is not destructured";
  if (!declaration && (parameters.kind === "object" || parameters.kind === "unknown"))
    return "it is bound, wrapped or built in";
  return undefined;
}

function fixes(site: NodeSite, { parameters }: FunctionFacts, daggr: Daggr): readonly RuleFix[] {
  const inputs = parameters.kind === "object" ? [...(parameters.inputs?.values() ?? [])] : [];
  if (inputs.length === 0) return [];
  const entries = inputs.map(({ name, type }) => inputEntry(name, type, daggr));
  const edits = addEntries(site, "inputs", entries, ["gr"]);
  return edits ? [{ title: "Name the inputs", edits, safe: false }] : [];
}
