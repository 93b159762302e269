import { typescript } from "../../../typescript.ts";
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
  *check({ model, daggr, file }) {
    const compiler = typescript();
    const byVariable = new Map(
      model.nodes.flatMap((site) => {
        const variable = variableOf(site.call ?? site.expression);
        return variable ? [[variable.text, site]] : [];
      }),
    );
    for (const { inputs } of model.nodes)
      for (const { name, value, key } of inputs?.entries.values() ?? []) {
        if (value === undefined || !compiler.isStringLiteralLike(value) || value.getSourceFile() !== file)
          continue;
        const [, node = "", port = ""] =
          /^\{{0,2}\s*([A-Za-z_$][\w$]*)\.(?:outputs\.)?(\w+)\s*\}{0,2}$/.exec(value.text) ?? [];
        const site = byVariable.get(node);
        if (site === undefined || !daggr.portsOf(site.type)?.has(port)) continue;
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
