import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import type { Entry } from "../../model/model.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";

export const invalidPort: Rule = {
  code: "invalid-port",
  severity: "error",
  summary: "An output or a field of an ItemList has a name that it cannot have.",
  explanation:
    "Names that look like whole numbers are refused, because objects put them before all others and so change the order of " +
    "outputs. A field of an `ItemList` may not be called `each` or `all`, which mean scatter and gather.",
  wrong: `new GradioNode("owner/speech", { outputs: { 1: gr.Audio() } })`,
  right: `new GradioNode("owner/speech", { outputs: { audio: gr.Audio() } })`,
  *check(analysis) {
    for (const { outputs } of analysis.model.nodes) {
      for (const entry of outputs?.entries.values() ?? []) {
        if (/^(0|[1-9]\d*)$/.test(entry.name))
          yield {
            at: spanOf(entry.key),
            message: `An output may not be called '${entry.name}': names that look like numbers would change the order of outputs. Use a word, such as 'output${entry.name}'.`,
          };
        yield* ofFields(entry, analysis);
      }
    }
  },
};

function* ofFields({ value, name }: Entry, { daggr, values }: Analysis): Generator<RuleDiagnostic> {
  const compiler = typescript();
  const call = value && (compiler.isIdentifier(value) ? values.written(value) : value);
  const expression: ts.Expression | undefined =
    call && (compiler.isCallExpression(call) || compiler.isNewExpression(call)) ? call : undefined;
  if (
    expression === undefined ||
    daggr.exportName((expression as ts.CallExpression).expression) !== "ItemList"
  )
    return;
  const fields = (expression as ts.CallExpression).arguments[0];
  if (fields === undefined) return;
  for (const field of values.shapeOf(fields).entries.values())
    if (field.name === "each" || field.name === "all")
      yield {
        at: spanOf(field.key),
        message: `A field of an ItemList may not be called '${field.name}': '${name}.${field.name}' ${field.name === "each" ? "scatters" : "gathers"}. Use another name.`,
        covers: [spanOf(field.key)],
      };
}
