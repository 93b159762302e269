import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import type { PortUse } from "../../model/model.ts";
import { isMember } from "../../model/ports.ts";
import { nodeText } from "./unknown-port.ts";
import { entrySpan, type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";

export const portMember: Rule = {
  code: "port-member",
  severity: "error",
  summary: "A port is used as if it were the value that it will carry.",
  explanation:
    "A port stands for a value that is there when its node has run. Give the port itself to an input; what is to be done with " +
    "the value is done by a node. A port has `each`, which is no function, and after a scatter `all()`.",
  wrong: `const loud = new FnNode(({ text }: { text: string }) => text, { inputs: { text: gr.Textbox() }, outputs: { text: gr.Textbox() } });
new FnNode(({ text }) => text, { inputs: { text: loud.text.value } });`,
  right: `const loud = new FnNode(({ text }: { text: string }) => text, { inputs: { text: gr.Textbox() }, outputs: { text: gr.Textbox() } });
new FnNode(({ text }) => text, { inputs: { text: loud.text } });`,
  *check(analysis) {
    const compiler = typescript();
    for (const use of analysis.model.ports) {
      const { parent } = use.expression;
      if (isMember(use) || !parent || !compiler.isPropertyAccessExpression(parent)) continue;
      if (parent.expression !== use.expression) continue;
      const problem = problemOf(use, parent, analysis);
      if (problem !== undefined) yield problem;
    }
  },
};

/** What people ask of a port for its value. */
const valueWords: ReadonlySet<string> = new Set(["value", "output", "data", "result", "get", "current"]);

function problemOf(
  use: PortUse,
  access: ts.PropertyAccessExpression,
  analysis: Analysis,
): RuleDiagnostic | undefined {
  const { checker } = analysis.daggr;
  const { name } = access;
  const compiler = typescript();
  const call =
    compiler.isCallExpression(access.parent) && access.parent.expression === access
      ? access.parent
      : undefined;
  if (name.text === "each") return call && calledEach(call);
  if (name.text === "all") return undefined;
  const type = checker.getTypeAtLocation(access.expression);
  if (!analysis.daggr.isPort(type) || type.getProperty(name.text)) return undefined;
  const whole = call ?? access;
  const edits = [{ start: access.expression.getEnd(), end: whole.getEnd(), text: "" }];
  const isValue = valueWords.has(name.text);
  const port = `Port '${use.port}' of '${nodeText(use.owner, analysis)}'`;
  return {
    at: spanOf(name),
    message:
      `${port} has no '${name.text}': its value is there only when the node has run. ` +
      (isValue
        ? `Give the port itself: ${use.expression.getText()}.`
        : "Give the port to a node that does this, such as an FnNode."),
    fixes: isValue ? [{ title: "Give the port itself", edits, safe: true }] : [],
    covers: [spanOf(name), entrySpan(access)],
  };
}

/** `ideas.list.each()` */
function calledEach(call: ts.CallExpression): RuleDiagnostic {
  return {
    at: { start: call.expression.getEnd(), end: call.getEnd() },
    message: "'each' is no function. Write it without parentheses.",
    fixes:
      call.arguments.length === 0
        ? [
            {
              title: "Remove '()'",
              edits: [{ start: call.expression.getEnd(), end: call.getEnd(), text: "" }],
              safe: true,
            },
          ]
        : [],
    covers: [spanOf(call), entrySpan(call)],
  };
}
