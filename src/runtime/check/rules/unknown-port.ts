import { typescript, type ts } from "../../typescript.ts";
import { didYouMean, quotedClosest } from "../../words.ts";
import type { Analysis } from "../analysis.ts";
import type { PortUse } from "../model/model.ts";
import { isMember } from "../model/ports.ts";
import { bare } from "../model/values.ts";
import { closestFixes } from "./closest-fix.ts";
import { entrySpan, type Problem, type Rule, spanOf } from "./rule.ts";

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
      yield problem(use, [...ports.keys()], analysis);
    }
  },
};

function problem(use: PortUse, names: readonly string[], analysis: Analysis): Problem {
  const available =
    names.length === 0 ? "It has no outputs." : `Available outputs: ${quotedClosest(use.port, names)}.`;
  const resolved = analysis.sites.resolve(use.owner);
  const [site] = resolved.sites;
  return {
    at: spanOf(use.name),
    message: `Output port '${use.port}' not found on node '${nodeText(use.owner, analysis)}'. ${available}${didYouMean(use.port, names)}`,
    fixes: closestFixes(use.port, names, use.name),
    covers: [spanOf(use.name), entrySpan(use.expression)],
    ...(site && { related: [{ node: site.name.node, message: "The node is made here." }] }),
  };
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
