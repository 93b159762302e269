import { typescript, type ts } from "../../../typescript.ts";
import { quoteList } from "../../../text/similarity.ts";
import type { Analysis } from "../../analysis.ts";
import type { Entry, FallbackSite, NodeSite } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { type RuleDiagnostic, type Rule, spanOf } from "../rule.ts";
import { nodeText } from "../names/unknown-port.ts";
import { outputsProblem } from "./different-outputs.ts";

export const wrongFallback: Rule = {
  code: "wrong-fallback",
  severity: "error",
  summary: "A node cannot stand in for the one whose fallback it is.",
  explanation:
    "A fallback is a GradioNode, an InferenceNode or an FnNode with the same output names. It gets its inputs from the node that " +
    "failed: the port or component that both name, else the input of the same name. Fixed values and functions are its own.",
  wrong: `const a = new GradioNode("owner/speech", { outputs: { audio: gr.Audio() } });
const b = new GradioNode("owner/other", { outputs: { sound: gr.Audio() } });
export default new Graph({ name: "Speech", nodes: [a.orElse(b)] });`,
  right: `const a = new GradioNode("owner/speech", { outputs: { audio: gr.Audio() } });
const b = new GradioNode("owner/other", { outputs: { audio: gr.Audio() } });
export default new Graph({ name: "Speech", nodes: [a.orElse(b)] });`,
  *check(analysis) {
    for (const use of analysis.model.fallbacks) {
      const [kind] = use.resolved.complete ? use.resolved.sites : [];
      const rule = "A fallback must have the outputs of the node that it stands in for.";
      const problem =
        kindProblem(use, kind, analysis) ?? outputsProblem(use.owner, use.other, rule, analysis);
      if (problem) yield problem;
      else if (kind && use.node) yield* inputProblems(use.node, kind, use.other, analysis);
    }
  },
};

function kindProblem(
  { other }: FallbackSite,
  site: NodeSite | undefined,
  analysis: Analysis,
): RuleDiagnostic | undefined {
  const kinds = { input: "only has inputs", choice: "is a choice", human: "waits for a person" };
  if (!site || !(site.kind in kinds)) return undefined;
  return {
    at: spanOf(other),
    message:
      `'${nodeText(other, analysis)}' cannot be a fallback: it ${kinds[site.kind as keyof typeof kinds]}. ` +
      `Give a GradioNode, an InferenceNode, an FnNode, or a value.`,
    covers: [spanOf(other)],
  };
}

/** Inputs of the fallback that the node which it stands in for does not take. */
function* inputProblems(
  node: NodeSite,
  other: NodeSite,
  at: ts.Expression,
  analysis: Analysis,
): Generator<RuleDiagnostic> {
  const { daggr, file } = analysis;
  const given = inputsOf(node);
  if (!given || !other.inputs) return;
  const texts = new Set([...given.entries].map(({ value }) => value && bare(value).getText()));
  for (const entry of other.inputs.entries.values()) {
    const isPort = daggr.isPort(entry.type);
    if ((!isPort && !daggr.isComponent(entry.type)) || given.names.has(entry.name)) continue;
    if (entry.value && isName(entry.value) && texts.has(bare(entry.value).getText())) continue;
    const what = isPort ? "is wired to a port" : "is an input on the canvas";
    const names = given.names.size > 0 ? `: ${quoteList([...given.names])}` : ", and it has none";
    yield {
      at: spanOf(entry.key.getSourceFile() === file ? entry.key : at),
      message:
        `Input '${entry.name}' of the fallback '${nodeText(at, analysis)}' ${what} that '${nodeText(node.expression, analysis)}' does not take. ` +
        `A fallback gets the inputs of the node that it stands in for${names}. Name one of them, or give a fixed value.`,
    };
  }
}

/** The inputs that a node is certain to have, as far as a file says all of them. */
function inputsOf({
  inputs,
  options,
  fn,
}: NodeSite): { readonly names: ReadonlySet<string>; readonly entries: readonly Entry[] } | undefined {
  if (options && !options.closed) return undefined;
  if (inputs ? !inputs.closed : options?.entries.has("inputs")) return undefined;
  const entries = [...(inputs?.entries.values() ?? [])];
  const names = new Set(entries.map(({ name }) => name));
  if (fn?.parameters.kind === "destructured") for (const name of fn.parameters.inputs.keys()) names.add(name);
  return { names, entries };
}

function isName(value: ts.Expression): boolean {
  const { isIdentifier, isPropertyAccessExpression } = typescript();
  const inner = bare(value);
  return isIdentifier(inner) || isPropertyAccessExpression(inner);
}
