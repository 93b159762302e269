import { posix } from "node:path";
import type { SharedVariable } from "../../../compile/keys/shared-state.ts";
import type { Analysis } from "../../analysis.ts";
import { quotedLike } from "../../edit/text.ts";
import type { Literal, NodeSite } from "../../model/model.ts";
import { sharedVariables } from "../../model/shared-variables.ts";
import { type Rule, type RuleDiagnostic, spanOf } from "../rule.ts";

export const sharedState: Rule = {
  code: "shared-state",
  severity: "warning",
  summary: "A function that runs on workers uses a variable of the module that functions change.",
  explanation:
    "Each worker loads the module for itself, so what one call keeps in a variable of the module is not there in the next one, nor in " +
    'the functions of other nodes. Pass it on through a port, or keep the function on this machine by `where: "local"`. What is ' +
    "changed only while the module loads, or made once by `??=`, may be there in each.",
  wrong: `const seen = new Set<string>();
const isNew = new FnNode(({ word }: { word: string }) => !seen.has(word) && !!seen.add(word), {
  inputs: { word: gr.Textbox() },
  outputs: { isNew: gr.Checkbox() },
  where: "queue",
});`,
  right: `const seen = new Set<string>();
const isNew = new FnNode(({ word }: { word: string }) => !seen.has(word) && !!seen.add(word), {
  inputs: { word: gr.Textbox() },
  outputs: { isNew: gr.Checkbox() },
  where: "local",
});`,
  *check(analysis) {
    const elsewhere = analysis.model.nodes.flatMap((site) => whereOf(site, analysis) ?? []);
    if (elsewhere.length === 0) return;
    const sharedBy = sharedVariables(analysis.program);
    for (const where of elsewhere) {
      const shared = sharedBy(where.site);
      if (shared.length > 0) yield problem(where, shared, analysis);
    }
  },
};

/** A node with the option `where` that leads to workers. */
interface Elsewhere {
  readonly site: NodeSite;
  readonly workers: Literal;
}

function whereOf(site: NodeSite, { values, file }: Analysis): Elsewhere | undefined {
  const value = site.options?.entries.get("where")?.value;
  if (site.kind !== "fn" || site.expression.getSourceFile() !== file || !value) return undefined;
  const workers = values.literalOf(value);
  return workers && workers.value !== "local" ? { site, workers } : undefined;
}

function problem(
  { site, workers }: Elsewhere,
  shared: readonly SharedVariable[],
  { file }: Analysis,
): RuleDiagnostic {
  const used = shared.map(({ change, file: path }) => {
    const other = path === file.fileName ? "" : ` of ${posix.basename(path)}`;
    return `'${change.name}' (changed in line ${change.line}${other})`;
  });
  const { node, written } = workers;
  const here = written && { ...spanOf(written), text: quotedLike(written, "local") };
  return {
    at: spanOf(node.getSourceFile() === file ? node : site.name.node),
    message:
      `${site.name.value === undefined ? "This function" : `'${site.name.value}'`} runs on workers of '${workers.value}', but uses ` +
      `${listed(used)}. Each worker has its own. Pass the value through a port, or set 'where' to "local".`,
    fixes: here ? [{ title: "Keep it on this machine", edits: [here], safe: false }] : [],
  };
}

function listed(used: readonly string[]): string {
  return used.length === 1
    ? `the variable ${used[0]}`
    : `the variables ${used.slice(0, -1).join(", ")} and ${used.at(-1)}`;
}
