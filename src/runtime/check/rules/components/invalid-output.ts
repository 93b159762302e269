import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { importNames } from "../../edit/imports.ts";
import { componentMeant } from "../../model/component-uses.ts";
import type { Entry, NodeSite } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { portSpans } from "../port-spans.ts";
import { entryAndOption, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";

export const invalidOutput: Rule = {
  code: "invalid-output",
  severity: "error",
  summary: "An output is neither a component nor an ItemList, nor `null`.",
  explanation:
    "Each output says how it is shown: by a component that is made, `gr.Image()`, as a list that people edit, " +
    "`ItemList({ … })`, or not at all, `null`.",
  wrong: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello" }, outputs: { speech: gr.Audio } })`,
  right: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello" }, outputs: { speech: gr.Audio() } })`,
  *check(analysis) {
    for (const site of analysis.model.nodes) {
      if (site.kind === "human") continue;
      for (const entry of site.outputs?.entries.values() ?? []) {
        const problem = problemOf(entry, site, analysis);
        if (problem !== undefined) yield problem;
      }
    }
  },
};

function problemOf(entry: Entry, site: NodeSite, analysis: Analysis): RuleDiagnostic | undefined {
  const compiler = typescript();
  const { daggr, file } = analysis;
  const value = entry.value && bare(entry.value);
  // What is called is nearly always right, and the compiler says it where it is not.
  if (value === undefined || compiler.isCallExpression(value) || value.getSourceFile() !== file)
    return undefined;
  const replaced = (text: string, names: readonly string[]): readonly RuleFix[] => [
    {
      title: `Change to '${text.length < 40 ? text : `${text.slice(0, 37)}…`}'`,
      edits: [...importNames(file, names), { ...spanOf(value), text }],
      safe: true,
    },
  ];
  const common = {
    at: spanOf(value),
    covers: [...entryAndOption(entry.key), spanOf(value), ...portSpans(site, analysis)],
  };
  if (compiler.isStringLiteralLike(value)) {
    const component = componentMeant(value.text);
    const text = `gr.${component ?? "Textbox"}()`;
    return {
      ...common,
      message: `Output '${entry.name}' is a text. Give it the component that shows it, as in '${text}'.`,
      fixes: component ? replaced(text, ["gr"]) : [],
    };
  }
  if (compiler.isObjectLiteralExpression(value))
    return site.kind === "input" ? undefined : ofFields(entry, value, common, replaced, analysis);
  const made = entry.type.getCallSignatures()[0]?.getReturnType();
  if (made === undefined || !daggr.isComponent(made)) return undefined;
  const text = `${value.getText()}()`;
  return {
    ...common,
    message: `Output '${entry.name}' is a function that makes a component. Call it, as in '${text}'.`,
    fixes: replaced(text, []),
  };
}

/** `lines: { speaker: gr.Textbox(), text: gr.Textbox() }` */
function ofFields(
  { name }: Entry,
  value: ts.ObjectLiteralExpression,
  common: Pick<RuleDiagnostic, "at" | "covers">,
  replaced: (text: string, names: readonly string[]) => readonly RuleFix[],
  { values, daggr }: Analysis,
): RuleDiagnostic {
  const fields = [...values.shapeOf(value).entries.values()];
  const isList = fields.length > 0 && fields.every(({ type }) => daggr.isComponent(type));
  return {
    ...common,
    message: `Output '${name}' is an object. Give it a component, as in 'gr.JSON()', or 'ItemList({ … })' for a list whose items have these fields.`,
    fixes: isList ? replaced(`ItemList(${value.getText()})`, ["ItemList"]) : [],
  };
}
