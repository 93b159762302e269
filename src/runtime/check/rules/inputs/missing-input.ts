import { findClosest, quoteList } from "../../../text/similarity.ts";
import { inputEntry } from "../../edit/component-for-type.ts";
import { addEntries } from "../../edit/options.ts";
import type { Daggr } from "../../model/daggr.ts";
import type { FunctionFacts, InputFacts, NodeSite } from "../../model/model.ts";
import { areAllKnown, isFallback } from "../services/missing-parameter.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";
import { unknownInputs } from "./unknown-input.ts";

export const missingInput: Rule = {
  code: "missing-input",
  severity: "error",
  summary: "An FnNode leaves out an input that its function gives no default.",
  explanation:
    "Each destructured name needs an entry in `inputs` or a default in the function, " +
    "`({ maxWords = 100 }) => …`. What its type lets one leave out, by a question mark or by `undefined`, needs neither.",
  wrong: `new FnNode(({ topic, tone }) => topic + tone, { inputs: { topic: gr.Textbox() } })`,
  right: `new FnNode(({ topic, tone = "dry" }) => topic + tone, { inputs: { topic: gr.Textbox() } })`,
  *check({ model, daggr }) {
    for (const site of model.nodes) {
      const { fn } = site;
      if (fn?.parameters.kind !== "destructured" && fn?.parameters.kind !== "object") continue;
      if (site.options?.entries.has("preprocess") || !areAllKnown(site)) continue;
      if (model.mayBeCalled(site) || isFallback(site, model)) continue;
      // Then the names of the inputs are not known, which another rule reports.
      if (fn.parameters.kind === "object" && site.inputs === undefined) continue;
      const misspelt = unknownInputs(site).map(({ name }) => name);
      const given = site.inputs?.entries;
      const open = [...(fn.parameters.inputs?.values() ?? [])].filter(
        ({ name, optional }) => !optional && !given?.has(name),
      );
      const names = open.map(({ name }) => name);
      const meant = new Set(misspelt.map((name) => findClosest(name, names)));
      const missing = open.filter(({ name }) => !meant.has(name));
      if (missing.length > 0) yield problem(site, fn, missing, daggr);
    }
  },
};

function problem(
  site: NodeSite,
  fn: FunctionFacts,
  missing: readonly InputFacts[],
  daggr: Daggr,
): RuleDiagnostic {
  const names = missing.map(({ name }) => name);
  const one = names.length === 1;
  const entries = missing.map(({ name, type }) => inputEntry(name, type, daggr));
  const edits = addEntries(site, "inputs", entries, ["gr"]);
  const inputs = site.options?.entries.get("inputs");
  return {
    at: spanOf(inputs?.key ?? fn.argument),
    message:
      `Missing input${one ? "" : "s"} ${quoteList(names.slice(0, 20))} for ${fn.label}: ` +
      `${one ? "it has" : "they have"} neither an entry in inputs nor a default in the function.`,
    fixes: edits ? [{ title: one ? `Add '${names[0]}'` : "Add the missing inputs", edits, safe: false }] : [],
    related: missing.slice(0, 3).map(({ name, node }) => ({ node, message: `'${name}' is expected here.` })),
  };
}
