import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import { isMember } from "../../model/ports.ts";
import { entrySpan, type Rule, spanOf } from "../rule.ts";
import { nodeText } from "./unknown-port.ts";

export const reservedPort: Rule = {
  code: "reserved-port",
  severity: "error",
  summary: "The short form of a port means something else, because nodes have a member of that name.",
  explanation:
    "`node.name` is the node's own name, whatever its outputs are called; the same goes for `outputs`, `test`, `or`, `then` " +
    "and what every object has. The long form, `node.outputs.name`, is always the port.",
  wrong: `const person = new GradioNode("owner/speech", { outputs: { name: gr.Textbox() } });
new FnNode(({ text }) => text, { inputs: { text: person.name } });`,
  right: `const person = new GradioNode("owner/speech", { outputs: { name: gr.Textbox() } });
new FnNode(({ text }) => text, { inputs: { text: person.outputs.name } });`,
  *check(analysis) {
    const inputs = inputValues(analysis);
    for (const use of analysis.model.ports) {
      if (!isMember(use) || !analysis.daggr.portsOf(use.ownerType)?.has(use.port)) continue;
      const { expression } = use;
      if (!typescript().isPropertyAccessExpression(expression) || !isInput(expression, inputs)) continue;
      const long = `${use.owner.getText()}.outputs.${use.port}`;
      yield {
        at: spanOf(use.name),
        message:
          `'${use.port}' is a member of every node, so '${expression.getText()}' is not the output port of ` +
          `'${nodeText(use.owner, analysis)}'. Use the long form: '${long}'.`,
        covers: [spanOf(expression), entrySpan(expression)],
        fixes: [
          {
            title: `Change to '${long}'`,
            edits: [{ start: use.owner.getEnd(), end: use.owner.getEnd(), text: ".outputs" }],
            safe: true,
          },
        ],
      };
    }
  },
};

/** The expressions that inputs get their values from. */
function inputValues({ model }: Analysis): ReadonlySet<ts.Node> {
  return new Set(
    model.nodes.flatMap(({ inputs }) =>
      [...(inputs?.entries.values() ?? [])].flatMap(({ value }) => value ?? []),
    ),
  );
}

/** Whether a node of the tree is an input's value, possibly with `.each` or `.all()` behind it. */
function isInput(node: ts.Node, inputs: ReadonlySet<ts.Node>): boolean {
  const compiler = typescript();
  for (let outer = node; ; outer = outer.parent) {
    if (inputs.has(outer)) return true;
    const { parent } = outer;
    const goesOn =
      (compiler.isPropertyAccessExpression(parent) && parent.expression === outer) ||
      (compiler.isCallExpression(parent) && parent.expression === outer) ||
      compiler.isParenthesizedExpression(parent) ||
      compiler.isAsExpression(parent) ||
      compiler.isNonNullExpression(parent);
    if (!goesOn) return false;
  }
}
