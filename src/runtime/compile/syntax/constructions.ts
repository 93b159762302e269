import { type ts, typescript } from "../../typescript.ts";
import type { ModuleScope } from "./scope.ts";
import { rootOf, unwrap } from "./syntax-tree.ts";

/** `new FnNode(…)` and the like: the class comes straight from "daggr". */
export function isConstruction(scope: ModuleScope, node: ts.NewExpression): boolean {
  const root = rootOf(node.expression);
  const resolution = root && scope.resolve(root);
  return resolution?.kind === "import" && resolution.specifier === "daggr";
}

/** `new Mine(…)` where the class may be derived from one of daggr's. */
export function isDerivedConstruction(scope: ModuleScope, node: ts.NewExpression): boolean {
  const ts = typescript();
  const root = rootOf(node.expression);
  const resolution = root && scope.resolve(root);
  if (!resolution) return false;
  if (resolution.kind === "import") return !resolution.specifier.startsWith("node:");
  return resolution.declarations.some(
    (found) => ts.isClassLike(found) && found.heritageClauses !== undefined,
  );
}

/** `a.or(b)`. */
export function isChoice(node: ts.Node): node is ts.CallExpression {
  const ts = typescript();
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "or" &&
    node.arguments.length > 0
  );
}

/** Whether an expression certainly makes a node or graph. */
export function makesNode(scope: ModuleScope, expression: ts.Expression): boolean {
  const ts = typescript();
  const inner = unwrap(expression);
  return (ts.isNewExpression(inner) && isConstruction(scope, inner)) || isChoice(inner);
}
