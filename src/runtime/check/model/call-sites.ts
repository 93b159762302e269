import { typescript, type ts } from "../../typescript.ts";
import type { NodeSite, Resolved } from "./model.ts";
import type { Values } from "./values.ts";

/** A place where a function calls a node: `context.call(node, { … })`. */
export interface CallSite {
  readonly expression: ts.CallExpression;
  /** The node that is called, as it is written. */
  readonly target: Resolved;
  /** What it is given; undefined where nothing is. */
  readonly inputs?: ts.Expression;
}

export interface CallSites {
  readonly sites: readonly CallSite[];
  /** False where the function may call nodes in a way that the text does not show: it hands its context on. */
  readonly complete: boolean;
}

/** The calls that a node's function makes; undefined where it is not written here, or gets no context. */
export function callSitesOf(
  { fn }: NodeSite,
  resolve: (expression: ts.Expression) => Resolved,
  values: Values,
): CallSites | undefined {
  const compiler = typescript();
  const { declaration } = fn ?? {};
  const context = declaration?.parameters[1]?.name;
  if (!declaration || !("body" in declaration) || !declaration.body || !context) return undefined;
  const sites: CallSite[] = [];
  let complete = compiler.isIdentifier(context);
  const isContext = compiler.isIdentifier(context) ? nameOf(context, values) : () => false;
  const isCall = compiler.isObjectBindingPattern(context) ? memberOf(context, "call", values) : () => false;
  const visit = (node: ts.Node): void => {
    compiler.forEachChild(node, visit);
    if (isContext(node)) {
      const { parent } = node;
      const isMember = compiler.isPropertyAccessExpression(parent) && parent.expression === node;
      const isCalled =
        isMember && compiler.isCallExpression(parent.parent) && parent.parent.expression === parent;
      if (!isMember || (parent.name.text === "call" && !isCalled)) complete = false;
      else if (parent.name.text === "call" && isCalled) add(parent.parent);
    } else if (isCall(node) && compiler.isCallExpression(node.parent) && node.parent.expression === node) {
      add(node.parent);
    }
  };
  const add = (expression: ts.CallExpression): void => {
    const [node, inputs] = expression.arguments;
    if (!node) return;
    sites.push({ expression, target: resolve(node), ...(inputs && { inputs }) });
  };
  visit(declaration.body);
  return { sites, complete };
}

/** Says of a node of the tree whether it is that variable. */
function nameOf(declared: ts.Identifier, values: Values): (node: ts.Node) => boolean {
  const symbol = values.symbolOf(declared);
  return (node) =>
    typescript().isIdentifier(node) && node.text === declared.text && values.symbolOf(node) === symbol;
}

/** The variable that a member is destructured into. */
function memberOf(
  pattern: ts.ObjectBindingPattern,
  member: string,
  values: Values,
): (node: ts.Node) => boolean {
  const { isIdentifier } = typescript();
  for (const { name, propertyName } of pattern.elements)
    if (isIdentifier(name) && (propertyName ?? name).getText() === member) return nameOf(name, values);
  return () => false;
}
