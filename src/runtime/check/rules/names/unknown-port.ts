import { typescript, type ts } from "../../../typescript.ts";
import { reservedPorts } from "../../../daggr/reserved.ts";
import { didYouMean, quoteList, quoteClosestFirst } from "../../../text/similarity.ts";
import type { Analysis, SpaceCall } from "../../analysis.ts";
import { addUnnamedOutputs, type UnnamedOutput, unnamedOutputs } from "../../edit/endpoint-outputs.ts";
import type { PortUse } from "../../model/model.ts";
import { isMember } from "../../model/ports.ts";
import { bare } from "../../model/values.ts";
import { closestFixes } from "../closest-fix.ts";
import { entrySpan, type RuleDiagnostic, type RuleFix, type Rule, spanOf } from "../rule.ts";

export const unknownPort: Rule = {
  code: "unknown-port",
  severity: "error",
  summary: "An output port is used that the node does not have.",
  explanation:
    "A node's ports are the names in its `outputs` (an FnNode without `outputs` has one, `output`; an InputNode has its " +
    "`ports`; a choice has those of its variants).",
  wrong: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { outputs: { image: gr.Image() } });
new FnNode(({ image }) => image, { inputs: { image: painter.img } });`,
  right: `const painter = new GradioNode("hf-applications/Z-Image-Turbo", { outputs: { image: gr.Image() } });
new FnNode(({ image }) => image, { inputs: { image: painter.image } });`,
  *check(analysis) {
    for (const use of analysis.model.ports) {
      if (isMember(use)) continue;
      const ports = analysis.daggr.portsOf(use.ownerType);
      if (ports === undefined || ports.has(use.port)) continue;
      const names = [...ports.keys()];
      yield detour(use, names, analysis) ?? problem(use, names, analysis);
    }
  },
};

/** `painter.output.image`, `painter.outputs[0]`: the port is known, and only the way to it is wrong. */
function detour(use: PortUse, names: readonly string[], analysis: Analysis): RuleDiagnostic | undefined {
  const compiler = typescript();
  const { expression, owner, port, name } = use;
  const { parent } = expression;
  const isWord =
    /^(output|out|result|results|ports|values)$/.test(port) && compiler.isPropertyAccessExpression(parent);
  const meant = compiler.isNumericLiteral(name)
    ? { port: names[Number(port)], whole: expression }
    : isWord && parent.expression === expression && names.includes(parent.name.text)
      ? { port: parent.name.text, whole: parent }
      : undefined;
  if (meant?.port === undefined) return undefined;
  const long = reservedPorts.has(meant.port) ? `outputs.${meant.port}` : meant.port;
  return {
    at: { start: owner.getEnd(), end: meant.whole.getEnd() },
    message: `Ports of '${nodeText(owner, analysis)}' are reached by their names: '${owner.getText()}.${long}'.`,
    fixes: [
      {
        title: `Change to '${owner.getText()}.${long}'`,
        edits: [{ start: owner.getEnd(), end: meant.whole.getEnd(), text: `.${long}` }],
        safe: true,
      },
    ],
    covers: [spanOf(meant.whole), entrySpan(meant.whole)],
  };
}

function problem(use: PortUse, names: readonly string[], analysis: Analysis): RuleDiagnostic {
  const resolved = analysis.sites.resolve(use.owner);
  const [site] = resolved.sites;
  const call = resolved.sites.length === 1 ? analysis.calls.find((one) => one.site === site) : undefined;
  const unnamed = call === undefined ? [] : unnamedOutputs(call);
  const isUnnamed = unnamed.some(({ name }) => name === use.port);
  const available =
    names.length === 0 ? "It has no outputs." : `Available outputs: ${quoteClosestFirst(use.port, names)}.`;
  const tellsMore = names.length === 0 || isUnnamed;
  const more = (tellsMore && returnedToo(call, unnamed, names.length > 0)) || didYouMean(use.port, names);
  const closest = closestFixes(use.port, names, use.name);
  const added = nameOutputs(call);
  return {
    at: spanOf(use.name),
    message: `Output port '${use.port}' not found on node '${nodeText(use.owner, analysis)}'. ${available}${more}`,
    fixes: isUnnamed ? [...added, ...closest] : [...closest, ...added],
    covers: [spanOf(use.name), entrySpan(use.expression)],
    ...(site && { related: [{ node: site.name.node, message: "The node is made here." }] }),
  };
}

/** What the node could have as outputs besides. */
function returnedToo(
  call: SpaceCall | undefined,
  unnamed: readonly UnnamedOutput[],
  hasOutputs: boolean,
): string | undefined {
  if (call === undefined || unnamed.length === 0) return undefined;
  const names = quoteList(unnamed.map(({ name }) => name));
  return ` The ${call.title} returns ${names}${hasOutputs ? " too" : ""}: name ${unnamed.length === 1 ? "it" : "them"} in 'outputs'.`;
}

function nameOutputs(call: SpaceCall | undefined): readonly RuleFix[] {
  const edits = call && addUnnamedOutputs(call);
  return edits ? [{ title: "Add the outputs that the endpoint returns", edits, safe: false }] : [];
}

/** How messages call the node behind an expression: by its name, else as it is written. */
export function nodeText(owner: ts.Expression, { sites }: Analysis): string {
  const resolved = sites.resolve(owner);
  const [site] = resolved.sites;
  if (site?.name.value !== undefined && resolved.complete && resolved.sites.length === 1)
    return site.name.value;
  const text = bare(owner).getText();
  return typescript().isIdentifier(bare(owner)) || text.length < 40 ? text : `${text.slice(0, 37)}…`;
}
