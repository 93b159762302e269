import { callSitesOf } from "../../../../src/runtime/check/model/call-sites.ts";
import { typescript } from "../../../../src/runtime/typescript.ts";
import { slip, type Maker } from "./writing.ts";

/** What goes wrong where functions call nodes: one that is not listed, one that is listed only, an input that is misspelt. */
export const ofCalls: Maker = function* (workflow) {
  const compiler = typescript();
  const { sites: resolver, values, file } = workflow.analysis;
  const listed = workflow.sites.flatMap((site) => site.calls ?? []).map(({ expression }) => expression);
  for (const site of workflow.sites) {
    const elements = (site.calls ?? []).map(({ expression }) =>
      compiler.isObjectLiteralElement(expression.parent) ? expression.parent : expression,
    );
    for (const element of elements) yield workflow.without("unlisted-call", elements, element);
    const calls = callSitesOf(site, (node) => resolver.resolve(node), values)?.sites ?? [];
    const [options] = site.options?.literal?.properties ?? [];
    if (site.kind === "fn" && site.calls === undefined && options)
      for (const other of listed)
        if (site.name.value !== other.getText())
          yield workflow.with(
            "uncalled-node",
            options.getStart(),
            options.getStart(),
            `calls: { ${other.getText()} }, `,
          );
    for (const { inputs } of calls) {
      if (!inputs || !compiler.isObjectLiteralExpression(inputs) || inputs.getSourceFile() !== file) continue;
      for (const { name } of inputs.properties) {
        const text = name?.getText() ?? "";
        if (!name || text.length < 4) continue;
        const isShort = compiler.isShorthandPropertyAssignment(name.parent);
        yield workflow.instead("call-inputs", name, isShort ? `${slip(text)}: ${text}` : slip(text));
      }
    }
  }
};
