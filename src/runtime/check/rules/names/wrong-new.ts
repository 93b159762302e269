import { typescript, type ts } from "../../../typescript.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";

export const wrongNew: Rule = {
  code: "wrong-new",
  severity: "error",
  summary: "`new` is missing where a node or a graph is made, or stands where it does not belong.",
  explanation:
    "Nodes and graphs are made with `new`: `new FnNode(…)`. Components and `ItemList` are functions: `gr.Textbox()`.",
  wrong: `const loud = FnNode(({ text }: { text: string }) => text, { inputs: { text: gr.Textbox() } });`,
  right: `const loud = new FnNode(({ text }: { text: string }) => text, { inputs: { text: gr.Textbox() } });`,
  *check({ file, daggr }) {
    const compiler = typescript();
    const stack: ts.Node[] = [file];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (compiler.isCallExpression(node) && mayMake(node.expression)) {
        const name = daggr.exportName(node.expression);
        if (name !== undefined && name !== "ItemList" && name !== "gr") yield missing(node, name);
      } else if (compiler.isNewExpression(node)) {
        const { expression } = node;
        const name = daggr.exportName(expression);
        const isComponent =
          compiler.isPropertyAccessExpression(expression) && daggr.exportName(expression.expression) === "gr";
        if (name === "ItemList" || isComponent) yield needless(node);
      }
      compiler.forEachChild(node, (child) => void stack.push(child));
    }
  },
};

/** Names of classes begin with a capital letter: asking about all calls would cost. */
function mayMake(expression: ts.Expression): boolean {
  const compiler = typescript();
  const name = compiler.isPropertyAccessExpression(expression) ? expression.name : expression;
  return compiler.isIdentifier(name) && /^[A-Z]/.test(name.text);
}

function missing(call: ts.CallExpression, name: string): RuleDiagnostic {
  const start = call.getStart();
  return {
    at: spanOf(call.expression),
    message: `${name} is made with 'new': new ${call.expression.getText()}(…).`,
    fixes: [{ title: "Add 'new'", edits: [{ start, end: start, text: "new " }], safe: true }],
    covers: [spanOf(call)],
  };
}

function needless(made: ts.NewExpression): RuleDiagnostic {
  const text = made.expression.getText();
  return {
    at: spanOf(made),
    message: `'${text}' is a function, called without 'new': ${text}(…).`,
    fixes: [
      {
        title: "Remove 'new'",
        edits: [{ start: made.getStart(), end: made.expression.getStart(), text: "" }],
        safe: true,
      },
    ],
    covers: [spanOf(made)],
  };
}
