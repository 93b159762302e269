import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import type { Entry } from "../../model/model.ts";
import { variableOf } from "../../model/names.ts";
import { entryAndOption, type Rule, spanOf } from "../rule.ts";

export const portAsText: Rule = {
  code: "port-as-text",
  severity: "error",
  summary: "An input is the name of another node's port as a text, which would be taken as it is written.",
  explanation:
    'Nodes are wired by ports themselves: `painter.image`, not `"painter.image"`. A text is a fixed value.',
  wrong: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image", inputs: { prompt: "A cat" }, outputs: { image: gr.Image() } });
new FnNode(({ image }) => image, { inputs: { image: "painter.image" } });`,
  right: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { apiName: "/generate_image", inputs: { prompt: "A cat" }, outputs: { image: gr.Image() } });
new FnNode(({ image }) => image, { inputs: { image: painter.image } });`,
  *check(analysis) {
    for (const { inputs } of analysis.model.nodes)
      for (const entry of inputs?.entries.values() ?? []) {
        const found = portInText(entry, analysis);
        if (found === undefined) continue;
        const { name, key } = entry;
        const { value, node, port } = found;
        const text = `${node}.${port}`;
        yield {
          at: spanOf(value),
          message: `Input '${name}' is the text ${value.getText()}, not the port of '${node}'. Write ${text} without quotes.`,
          fixes: [{ title: `Change to ${text}`, edits: [{ ...spanOf(value), text }], safe: true }],
          covers: entryAndOption(key),
        };
      }
  },
};

/** The port that an input names by a text. What else is wrong with such a text is wrong only because it is one. */
export function portInText(
  { value }: Entry,
  { model, daggr, file }: Analysis,
): { readonly value: ts.StringLiteralLike; readonly node: string; readonly port: string } | undefined {
  if (value === undefined || !typescript().isStringLiteralLike(value) || value.getSourceFile() !== file)
    return undefined;
  const [, node, port] =
    /^\{{0,2}\s*([A-Za-z_$][\w$]*)\.(?:outputs\.)?(\w+)\s*\}{0,2}$/.exec(value.text) ?? [];
  if (node === undefined || port === undefined) return undefined;
  const site = model.nodes.find(({ call, expression }) => variableOf(call ?? expression)?.text === node);
  return site && daggr.portsOf(site.type)?.has(port) ? { value, node, port } : undefined;
}
