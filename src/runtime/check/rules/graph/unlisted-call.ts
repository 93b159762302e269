import { typescript, type ts } from "../../../typescript.ts";
import { didYouMean, quoteList } from "../../../text/similarity.ts";
import type { Analysis } from "../../analysis.ts";
import { addElement } from "../../edit/list.ts";
import { addProperties } from "../../edit/object.ts";
import { addOption } from "../../edit/options.ts";
import { callSitesOf, type CallSite } from "../../model/call-sites.ts";
import type { NodeSite } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { nodeText } from "../names/unknown-port.ts";
import { type Edit, type Rule, type RuleDiagnostic, spanOf } from "../rule.ts";

export const unlistedCall: Rule = {
  code: "unlisted-call",
  severity: "error",
  summary: "A function calls a node that is not in its option `calls`.",
  explanation:
    "`context.call(node, inputs)` runs a node that the function lists in `calls`, so that the canvas shows it and a change of it " +
    "makes the function's results stale. A call of another node is refused when it is made. No function calls itself: use a loop.",
  wrong: `const writer = new FnNode(({ topic }: { topic: string }) => topic, { outputs: { text: gr.Textbox() } });
const agent = new FnNode(async ({ topic }, context) => (await context.call(writer, { topic })).text, {
  inputs: { topic: gr.Textbox() },
});`,
  right: `const writer = new FnNode(({ topic }: { topic: string }) => topic, { outputs: { text: gr.Textbox() } });
const agent = new FnNode(async ({ topic }, context) => (await context.call(writer, { topic })).text, {
  inputs: { topic: gr.Textbox() },
  calls: { writer },
});`,
  *check(analysis) {
    const { model, sites, values, file } = analysis;
    for (const site of model.nodes) {
      const listed = site.calls ?? [];
      if (site.expression.getSourceFile() !== file || listed.some(({ complete }) => !complete)) continue;
      // What cannot be read may list any node.
      if (site.options && !site.options.closed) continue;
      const known = new Set(listed.flatMap((one) => one.sites.map(({ expression }) => expression)));
      const calls = callSitesOf(site, (node) => sites.resolve(node), values)?.sites ?? [];
      for (const call of calls) {
        const { complete, sites: called } = call.target;
        if (!complete || called.length === 0 || called.some(({ expression }) => known.has(expression)))
          continue;
        yield called.includes(site) ? itself(site, call) : problem(site, call, analysis);
      }
    }
  },
};

function itself(site: NodeSite, { target }: CallSite): RuleDiagnostic {
  return {
    at: spanOf(target.expression),
    message: `${labelOf(site)} calls itself. Use a loop in the function, or a plain function of your own that calls itself.`,
    // Its type would follow from itself.
    covers: [spanOf(site.name.node), spanOf(site.expression)],
  };
}

function problem(site: NodeSite, { target }: CallSite, analysis: Analysis): RuleDiagnostic {
  const name = nodeText(target.expression, analysis);
  const listed = (site.calls ?? []).map(({ expression }) => nodeText(expression, analysis));
  const edits = listing(site, bare(target.expression), analysis);
  return {
    at: spanOf(target.expression),
    message:
      `${labelOf(site)} calls '${name}', which is not in its 'calls'` +
      `${listed.length > 0 ? `: ${quoteList(listed)}` : ""}. Add it.${didYouMean(name, listed)}`,
    fixes: edits ? [{ title: `Add '${name}' to 'calls'`, edits, safe: true }] : [],
  };
}

const labelOf = ({ name }: NodeSite): string =>
  name.value === undefined ? "This function" : `'${name.value}'`;

/** Edits that add a node to the option, in the form that is there. */
function listing(
  site: NodeSite,
  node: ts.Expression,
  { file, values }: Analysis,
): readonly Edit[] | undefined {
  const { isArrayLiteralExpression, isIdentifier, isObjectLiteralExpression } = typescript();
  const text = node.getText();
  const isName = isIdentifier(node);
  const value = site.options?.entries.get("calls")?.value;
  if (value === undefined) return addOption(site, isName ? `calls: { ${text} }` : `calls: [${text}]`);
  const list = values.written(bare(value)) ?? bare(value);
  if (list.getSourceFile() !== file) return undefined;
  if (isArrayLiteralExpression(list)) return [addElement(list, text)];
  return isName && isObjectLiteralExpression(list) ? [addProperties(list, [text])] : undefined;
}
