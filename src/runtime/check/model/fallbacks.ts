import { typescript, type ts } from "../../typescript.ts";
import type { Daggr } from "./daggr.ts";
import type { FallbackSite, NodeSite } from "./model.ts";
import { orElseOf } from "./names.ts";
import type { Sites } from "./nodes.ts";

/** The places where a node is given another one for the case that it fails: `fallback: other`, and `a.orElse(other)`. */
export function fallbackSites(
  file: ts.SourceFile,
  nodes: readonly NodeSite[],
  sites: Sites,
  daggr: Daggr,
): readonly FallbackSite[] {
  const compiler = typescript();
  const found: FallbackSite[] = [];
  for (const site of nodes) {
    const value = site.options?.entries.get("fallback")?.value;
    if (value && daggr.isNode(daggr.checker.getTypeAtLocation(value)))
      found.push({ owner: site.expression, node: site, other: value, resolved: sites.resolve(value) });
  }
  const visit = (node: ts.Node): void => {
    const call = compiler.isCallExpression(node) ? orElseOf(node) : undefined;
    if (call && daggr.isNode(daggr.checker.getTypeAtLocation(call.owner))) {
      const owner = sites.resolve(call.owner);
      const [only] = owner.complete && owner.sites.length === 1 ? owner.sites : [];
      found.push({ ...call, ...(only && { node: only }), resolved: sites.resolve(call.other) });
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
