import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { removeElement } from "../../edit/object.ts";
import { callSitesOf } from "../../model/call-sites.ts";
import type { NodeSite } from "../../model/model.ts";
import { nodeText } from "../names/unknown-port.ts";
import { type Edit, type Rule, spanOf } from "../rule.ts";

export const uncalledNode: Rule = {
  code: "uncalled-node",
  severity: "warning",
  looksForUses: true,
  summary: "A node is in a function's option `calls`, but the function never calls it.",
  explanation:
    "A node that is listed in `calls` has no wires and runs only where it is called, so this one never runs; a change of it makes " +
    "the function's results stale all the same. Nothing is said where the function hands its context on, since others may then call.",
  wrong: `const judge = new FnNode(({ text }: { text: string }) => text.length, { outputs: { score: gr.Number() } });
const agent = new FnNode(({ text }, context) => (context.log(text), text), {
  inputs: { text: gr.Textbox() },
  calls: { judge },
});`,
  right: `const judge = new FnNode(({ text }: { text: string }) => text.length, { outputs: { score: gr.Number() } });
const agent = new FnNode(async ({ text }, context) => (await context.call(judge, { text })).score, {
  inputs: { text: gr.Textbox() },
  calls: { judge },
});`,
  *check(analysis) {
    const { model, sites, values, file } = analysis;
    for (const site of model.nodes) {
      if (!site.calls || !site.fn?.declaration) continue;
      // A function that gets no context calls nothing.
      const hasNoContext = site.fn.declaration.parameters.length < 2 && !usesArguments(site.fn.declaration);
      const calls = hasNoContext
        ? { sites: [], complete: true }
        : callSitesOf(site, (node) => sites.resolve(node), values);
      if (!calls?.complete || calls.sites.some(({ target }) => !target.complete || target.sites.length === 0))
        continue;
      const called = new Set(calls.sites.flatMap(({ target }) => target.sites));
      for (const { expression, complete, sites: listed } of site.calls) {
        if (!complete || listed.length === 0 || listed.some((one) => called.has(one))) continue;
        if (expression.getSourceFile() !== file) continue;
        const name = nodeText(expression, analysis);
        const edits = removal(site, expression, analysis);
        yield {
          at: spanOf(expression),
          message: `'${name}' is in 'calls', but the function never calls it, so it never runs. Call it with context.call(${expression.getText()}, { … }), or remove it.`,
          fixes: edits ? [{ title: `Remove '${name}' from 'calls'`, edits, safe: false }] : [],
        };
      }
    }
  },
};

/** A function that is no arrow function may read what it was given without naming it. */
function usesArguments(declaration: ts.SignatureDeclaration): boolean {
  const compiler = typescript();
  if (compiler.isArrowFunction(declaration)) return declaration.parameters.some((one) => one.dotDotDotToken);
  const uses = (node: ts.Node): boolean =>
    (compiler.isIdentifier(node) && node.text === "arguments") ||
    (compiler.forEachChild(node, uses) ?? false);
  return declaration.parameters.some((one) => one.dotDotDotToken) || uses(declaration);
}

/** The node alone, or the whole option where it is the only one. */
function removal(site: NodeSite, expression: ts.Expression, { file }: Analysis): readonly Edit[] | undefined {
  const { isArrayLiteralExpression, isObjectLiteralElement, isObjectLiteralExpression } = typescript();
  const option = site.options?.entries.get("calls")?.written;
  if (site.calls?.length === 1 && option && isObjectLiteralExpression(option.parent))
    return [removeElement(option, option.parent.properties)];
  const element = isObjectLiteralElement(expression.parent) ? expression.parent : expression;
  const { parent } = element;
  if (parent.getSourceFile() !== file) return undefined;
  if (isArrayLiteralExpression(parent)) return [removeElement(element, parent.elements)];
  return isObjectLiteralExpression(parent) ? [removeElement(element, parent.properties)] : undefined;
}
