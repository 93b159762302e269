import type { ts } from "../../../typescript.ts";
import { type MeantName, meantText } from "../../../text/meant-name.ts";
import { isObviousTypo, quoteClosestFirst } from "../../../text/similarity.ts";
import type { Analysis } from "../../analysis.ts";
import type { Entry, NodeSite, UnknownOption } from "../../model/model.ts";
import { inPlaceOf } from "../closest-fix.ts";
import { portSpans } from "../port-spans.ts";
import { removal } from "../services/unknown-parameter.ts";
import { entrySpan, type Rule, type RuleDiagnostic, type RuleFix, type Span, spanOf } from "../rule.ts";
import { type Misplaced, misplaced } from "./misplaced-option.ts";

export const unknownOption: Rule = {
  code: "unknown-option",
  severity: "error",
  summary: "A node or a graph is given an option that it does not have.",
  explanation:
    "Options have daggr's names in camelCase: Python's `api_name` is `apiName`. A file with an option that does not exist is " +
    "refused when it is loaded.",
  wrong: `new GradioNode("owner/speech", { api_name: "/say", inputs: { text: "Hello" } })`,
  right: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello" } })`,
  *check(analysis) {
    const { nodes, graphs } = analysis.model;
    for (const site of nodes)
      for (const unknown of site.unknownOptions)
        yield problem(site.expression, unknown, misplaced(site, unknown.entry, analysis), analysis, site);
    for (const { expression, unknownOptions } of graphs)
      for (const unknown of unknownOptions)
        yield problem(expression, unknown, misplaced(undefined, unknown.entry, analysis), analysis);
  },
};

function problem(
  { expression: maker }: ts.NewExpression | ts.CallExpression,
  { entry, valid, meant }: UnknownOption,
  other: Misplaced | undefined,
  analysis: Analysis,
  site?: NodeSite,
): RuleDiagnostic {
  const advice = other === undefined ? meantText(meant) : ` ${other.advice}`;
  const rename = other === undefined && meant ? renamed(entry, meant) : [];
  return {
    at: spanOf(entry.key),
    message:
      `Option '${entry.name}' not found on ${kindText(maker.getText(), analysis)}. ` +
      `Valid options: ${quoteClosestFirst(meant?.name ?? entry.name, valid)}.${advice}`,
    fixes: [...(other?.fix ? [other.fix] : rename), ...removal(entry)],
    covers: [...objectSpans(entry), ...(site ? portSpans(site, analysis) : [])],
  };
}

function renamed({ name, written }: Entry, meant: MeantName): readonly RuleFix[] {
  const key = written?.name;
  if (key === undefined) return [];
  const text = inPlaceOf(key, meant.name);
  const safe = meant.from === "python" || isObviousTypo(name, meant.name);
  return [{ title: `Change '${name}' to '${meant.name}'`, edits: [{ ...spanOf(key), text }], safe }];
}

/** TypeScript says it at the key, or where it compares the whole object. */
function objectSpans({ key, written }: Entry): readonly Span[] {
  const object = written?.parent;
  const start = object?.getStart();
  return [entrySpan(key), ...(start === undefined ? [] : [{ start, end: start + 1 }])];
}

function kindText(maker: string, { file }: Analysis): string {
  return /^[\w.]+$/.test(maker) ? maker : `this call in ${file.fileName.split("/").at(-1) ?? "the file"}`;
}
