import { addOption } from "../../edit/options.ts";
import { chosenNames } from "../../model/chosen-names.ts";
import { type Rule, spanOf } from "../rule.ts";

export const unnamedNode: Rule = {
  code: "unnamed-node",
  severity: "information",
  summary: "A node's name had to be numbered, because nobody gave it one and the made-up one repeats.",
  explanation:
    "Results, positions and picks are stored under a node's name. A name that was made up and numbered changes when nodes " +
    "are added before it, and its results seem lost. Assign the node to a variable or give it a `name`.",
  wrong: `export default new Graph({
  name: "Two",
  nodes: [new GradioNode("owner/speech", {}), new GradioNode("owner/speech", {})],
});`,
  right: `const host = new GradioNode("owner/speech", {});
const guest = new GradioNode("owner/speech", {});
export default new Graph({ name: "Two", nodes: [host, guest] });`,
  *check({ model, file }) {
    for (const [site, name] of chosenNames(model)) {
      const { from, value } = site.name;
      const made = site.call ?? site.expression;
      if (from === "option" || name === value || made.getSourceFile() !== file) continue;
      const edits = site.call ? undefined : addOption(site, `name: ${JSON.stringify(name)}`);
      yield {
        at: spanOf(made === site.expression ? (made.expression ?? made) : made),
        message: `This node is called '${name}', because '${value}' is taken. Give it a name of its own, so that its results are kept when nodes are added or moved.`,
        fixes: edits ? [{ title: `Name it '${name}'`, edits, safe: false }] : [],
      };
    }
  },
};
