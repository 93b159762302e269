import { typescript, type ts } from "../../../typescript.ts";
import type { Analysis } from "../../analysis.ts";
import type { FunctionFacts } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { portSpans } from "../port-spans.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";

export const wrongArguments: Rule = {
  code: "wrong-arguments",
  severity: "error",
  summary: "A node or a graph is not given its arguments in the way it takes them.",
  explanation:
    "`FnNode`, `GradioNode` and `InferenceNode` take what they call first, and then their options; a graph, an `InputNode` and " +
    "human steps take one object of options. An `FnNode` takes the function itself, not what a call of it returns.",
  wrong: `new GradioNode({ space: "owner/speech", apiName: "/say", inputs: { text: "Hello" } })`,
  right: `new GradioNode("owner/speech", { apiName: "/say", inputs: { text: "Hello" } })`,
  *check(analysis) {
    const { nodes, graphs } = analysis.model;
    for (const site of nodes) {
      const maker = analysis.daggr.exportName(site.expression.expression) ?? "";
      if (site.wrongArguments !== undefined)
        yield {
          at: spanOf(site.expression.expression),
          message: `${maker} takes ${forms[maker] ?? "other arguments"}.`,
          fixes: fixes(site.wrongArguments.edits),
          covers: [spanOf(site.expression), ...portSpans(site, analysis)],
        };
      const called = site.fn && calledFunction(site.fn, analysis);
      if (called !== undefined)
        yield { ...called, covers: [spanOf(site.expression), ...portSpans(site, analysis)] };
    }
    for (const { expression, wrongArguments: wrong } of graphs)
      if (wrong !== undefined)
        yield {
          at: spanOf(expression.expression),
          message: `Graph takes ${forms["Graph"]!}.`,
          fixes: fixes(wrong.edits),
          covers: [spanOf(expression)],
        };
  },
};

const forms: Readonly<Record<string, string>> = {
  FnNode:
    "its function first and then its options: new FnNode(({ text }) => …, { inputs: { … }, outputs: { … } })",
  GradioNode:
    'the Space first and then its options: new GradioNode("owner/name", { apiName: "/…", inputs: { … } })',
  InferenceNode: 'the model first and then its options: new InferenceNode("owner/model", { inputs: { … } })',
  Graph: 'one object of options: new Graph({ name: "…", nodes: [ … ] })',
  InputNode: "one object of options: new InputNode({ ports: { … } })",
  TextInput: 'one object of options: new TextInput({ message: "…" })',
  Approve: "one object of options: new Approve({ value: node.port })",
  ChooseOne: "one object of options: new ChooseOne({ options: node.port })",
};

function fixes(edits: NonNullable<RuleDiagnostic["fixes"]>[number]["edits"]) {
  return edits.length === 0 ? [] : [{ title: "Put the arguments in their places", edits, safe: true }];
}

/** `new FnNode(shout(), …)` */
function calledFunction({ argument }: FunctionFacts, { daggr }: Analysis): RuleDiagnostic | undefined {
  const compiler = typescript();
  const inner = bare(argument);
  if (!compiler.isCallExpression(inner)) return undefined;
  const { checker } = daggr;
  const type = checker.getTypeAtLocation(inner);
  const { Any, Unknown, Never } = compiler.TypeFlags;
  if (type.flags & (Any | Unknown | Never) || type.getCallSignatures().length > 0) return undefined;
  const callee: ts.Expression = inner.expression;
  const name = callee.getText();
  const edits = [{ start: callee.getEnd(), end: inner.getEnd(), text: "" }];
  return {
    at: spanOf(inner),
    message: `FnNode takes the function itself, but '${name}(${inner.arguments.length > 0 ? "…" : ""})' calls it. Write '${name}'.`,
    fixes: inner.arguments.length === 0 ? [{ title: `Change to '${name}'`, edits, safe: true }] : [],
  };
}
