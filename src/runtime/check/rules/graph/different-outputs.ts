import { typescript, type ts } from "../../../typescript.ts";
import { quoteList } from "../../../text/similarity.ts";
import type { Analysis } from "../../analysis.ts";
import { keyText } from "../../edit/text.ts";
import { entrySpan, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";
import { nodeText } from "../names/unknown-port.ts";

export const differentOutputs: Rule = {
  code: "different-outputs",
  severity: "error",
  summary: "The variants of a choice have different outputs.",
  explanation:
    "Other nodes connect to the choice, so every variant needs the same output names. Inputs may differ. Add the missing " +
    "outputs (`null` hides one) or rename them.",
  wrong: `const a = new GradioNode("owner/speech", { outputs: { audio: gr.Audio() } });
const voice = a.or(new GradioNode("owner/other", { outputs: { sound: gr.Audio() } }));`,
  right: `const a = new GradioNode("owner/speech", { outputs: { audio: gr.Audio() } });
const voice = a.or(new GradioNode("owner/other", { outputs: { audio: gr.Audio() } }));`,
  *check(analysis) {
    for (const [left, right] of pairs(analysis)) {
      const rule = "The variants of a choice must have the same outputs.";
      const problem = outputsProblem(left, right, rule, analysis);
      if (problem) yield problem;
    }
  },
};

/** Where what stands in for a node has other outputs than the node. `rule` begins the message. */
export function outputsProblem(
  left: ts.Expression,
  right: ts.Expression,
  rule: string,
  analysis: Analysis,
): RuleDiagnostic | undefined {
  const { daggr } = analysis;
  const one = daggr.portsOf(daggr.checker.getTypeAtLocation(left));
  const other = daggr.portsOf(daggr.checker.getTypeAtLocation(right));
  if (one === undefined || other === undefined) return undefined;
  const missing = [...one.keys()].filter((name) => !other.has(name));
  const unknown = [...other.keys()].filter((name) => !one.has(name));
  if (missing.length + unknown.length === 0) return undefined;
  const names = (ports: ReadonlyMap<string, unknown>) =>
    ports.size === 0 ? "none" : quoteList([...ports.keys()]);
  return {
    at: spanOf(right),
    message: `${rule} '${nodeText(left, analysis)}' has ${names(one)}; '${nodeText(right, analysis)}' has ${names(other)}.`,
    covers: [entrySpan(right)],
    fixes: renamed(right, missing, unknown, analysis),
  };
}

/** Both sides of every `.or(…)`. */
function* pairs({ file, daggr }: Analysis): Generator<readonly [ts.Expression, ts.Expression]> {
  const compiler = typescript();
  const stack: ts.Node[] = [file];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (compiler.isCallExpression(node) && compiler.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression;
      const [other] = node.arguments;
      if (name.text === "or" && other && daggr.isNode(daggr.checker.getTypeAtLocation(expression)))
        yield [expression, other];
    }
    compiler.forEachChild(node, (child) => void stack.push(child));
  }
}

/** Where one name stands for another, it is only spelt differently. */
function renamed(
  right: ts.Expression,
  missing: readonly string[],
  unknown: readonly string[],
  { sites, file }: Analysis,
): readonly RuleFix[] {
  const [wanted] = missing;
  const [given] = unknown;
  if (missing.length !== 1 || unknown.length !== 1 || wanted === undefined || given === undefined) return [];
  const [site] = sites.resolve(right).sites;
  const name = site?.outputs?.entries.get(given)?.written?.name;
  if (name?.getSourceFile() !== file) return [];
  return [
    {
      title: `Rename output '${given}' to '${wanted}'`,
      edits: [{ ...spanOf(name), text: keyText(wanted) }],
      safe: false,
    },
  ];
}
