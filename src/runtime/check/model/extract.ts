import { typescript, type ts } from "../../typescript.ts";
import { mayBeCalled as mayBeCalledIn } from "./calls.ts";
import { Daggr } from "./daggr.ts";
import { fallbackSites } from "./fallbacks.ts";
import { graphSite } from "./graphs.ts";
import type { GraphSite, NodeSite, WorkflowModel } from "./model.ts";
import { variableOf } from "./names.ts";
import { Sites } from "./nodes.ts";
import { portUses } from "./ports.ts";
import { Values } from "./values.ts";

/** A workflow file read by the type checker, with what answers further questions about it. */
export interface Extracted {
  readonly model: WorkflowModel;
  readonly daggr: Daggr;
  readonly values: Values;
  readonly sites: Sites;
}

export function extract(program: ts.Program, file: ts.SourceFile): Extracted {
  const compiler = typescript();
  const daggr = new Daggr(program.getTypeChecker(), program, file);
  const values = new Values(daggr, file);
  const sites = new Sites(daggr, values);
  const nodes: NodeSite[] = [];
  const graphs: GraphSite[] = [];
  const made: NodeSite[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isNewExpression(node) || compiler.isCallExpression(node)) {
      const site = sites.at(node);
      if (site !== undefined) nodes.push(site);
      else if (compiler.isNewExpression(node) && daggr.exportName(node.expression) === "Graph")
        graphs.push(graphSite(node, sites, values));
      else if (
        compiler.isCallExpression(node) &&
        variableOf(node) &&
        daggr.isNode(daggr.checker.getTypeAtLocation(node))
      )
        made.push(...sites.resolve(node).sites.filter(({ call }) => call === node));
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
  const mayBeCalled = mayBeCalledIn([...nodes, ...made], (node) => sites.resolve(node), values);
  return {
    model: {
      file,
      nodes: withoutInnerChoices(nodes),
      made,
      graphs,
      ports: portUses(file, daggr),
      mayBeCalled,
      fallbacks: fallbackSites(file, nodes, sites, daggr),
    },
    daggr,
    values,
    sites,
  };
}

/** Of `a.or(b).or(c)` only the whole is a choice. */
function withoutInnerChoices(nodes: readonly NodeSite[]): readonly NodeSite[] {
  const compiler = typescript();
  const isInner = ({ kind, expression }: NodeSite): boolean => {
    if (kind !== "choice") return false;
    const { parent } = expression;
    return (
      compiler.isPropertyAccessExpression(parent) &&
      parent.name.text === "or" &&
      compiler.isCallExpression(parent.parent)
    );
  };
  return nodes
    .filter((node) => !isInner(node))
    .sort((a, b) => a.expression.getStart() - b.expression.getStart());
}
