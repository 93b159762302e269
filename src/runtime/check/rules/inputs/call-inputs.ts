import { didYouMean, quoteClosestFirst, quoteList } from "../../../text/similarity.ts";
import type { Analysis } from "../../analysis.ts";
import { callSitesOf, type CallSite } from "../../model/call-sites.ts";
import type { NodeSite } from "../../model/model.ts";
import { closestFixes, siblingsOf } from "../closest-fix.ts";
import { nodeText } from "../names/unknown-port.ts";
import { removal } from "../services/unknown-parameter.ts";
import { type Rule, type RuleDiagnostic, spanOf } from "../rule.ts";
import { requiredEntry } from "./required-input.ts";
import { namedInputs } from "./unknown-input.ts";

export const callInputs: Rule = {
  code: "call-inputs",
  severity: "error",
  summary: "A function calls a node with an input that the node does not have, or without one that it needs.",
  explanation:
    "`context.call(node, { … })` gives a node its inputs by name: those of its function, or the parameters of its endpoint. What the " +
    "call leaves out is as the node's own `inputs` say.",
  wrong: `const writer = new FnNode(({ topic }: { topic: string }) => topic, { outputs: { text: gr.Textbox() } });
const agent = new FnNode(async ({ topic }, context) => (await context.call(writer, { topik: topic })).text, {
  inputs: { topic: gr.Textbox() },
  calls: { writer },
});`,
  right: `const writer = new FnNode(({ topic }: { topic: string }) => topic, { outputs: { text: gr.Textbox() } });
const agent = new FnNode(async ({ topic }, context) => (await context.call(writer, { topic })).text, {
  inputs: { topic: gr.Textbox() },
  calls: { writer },
});`,
  *check(analysis) {
    const { model, sites, values, file } = analysis;
    for (const site of model.nodes) {
      if (site.expression.getSourceFile() !== file) continue;
      for (const call of callSitesOf(site, (node) => sites.resolve(node), values)?.sites ?? []) {
        const [called, ...others] = call.target.sites;
        if (!called || others.length > 0 || !call.target.complete) continue;
        const names = inputNames(called, analysis);
        if (names) yield* problems(call, called, names, analysis);
      }
    }
  },
};

function* problems(
  call: CallSite,
  called: NodeSite,
  names: readonly string[],
  analysis: Analysis,
): Generator<RuleDiagnostic> {
  const given = call.inputs && analysis.values.shapeOf(call.inputs);
  const title = nodeText(call.target.expression, analysis);
  const related = [{ node: called.name.node, message: "The node is made here." }];
  const unknown = [...(given?.entries.values() ?? [])].filter(({ name }) => !names.includes(name));
  for (const entry of unknown) {
    const { name, key, written } = entry;
    const taken = siblingsOf(entry);
    const free = names.filter((one) => !taken.has(one));
    const valid =
      names.length === 0 ? "It takes no inputs." : `Valid inputs: ${quoteClosestFirst(name, names)}.`;
    yield {
      at: spanOf(key.getSourceFile() === analysis.file ? key : call.expression),
      message: `Input '${name}' not found on node '${title}'. ${valid}${didYouMean(name, free)}`,
      fixes: [...closestFixes(name, names, written?.name, taken), ...removal(entry)],
      related,
    };
  }
  if (unknown.length > 0 || (given && !given.closed)) return;
  const { inputs, options } = called;
  if (options && (!options.closed || (options.entries.has("inputs") && !inputs?.closed))) return;
  const missing = names.filter(
    (name) =>
      !given?.entries.has(name) &&
      !inputs?.entries.has(name) &&
      requiredEntry(called, name, analysis) !== undefined,
  );
  if (missing.length === 0) return;
  yield {
    at: spanOf(call.inputs ?? call.target.expression),
    message: `The call of '${title}' does not give ${quoteList(missing)}, which the node needs. Give ${missing.length === 1 ? "it" : "them"} in the call, as in context.call(${call.target.expression.getText()}, { ${missing.join(", ")} }).`,
    related,
  };
}

/** All inputs that a node can be given; undefined where they are not known. */
function inputNames(called: NodeSite, { calls }: Analysis): readonly string[] | undefined {
  if (called.kind === "fn") {
    const names = namedInputs(called);
    return names && [...names.keys()];
  }
  const space = calls.find(({ site }) => site === called);
  return space?.comparable ? space.endpoint.parameters.map(({ name }) => name) : undefined;
}
