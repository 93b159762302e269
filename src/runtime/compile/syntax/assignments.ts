import { type ts, typescript } from "../../typescript.ts";
import type { Reference } from "../module-facts.ts";
import { referenced } from "./references.ts";
import type { ModuleScope } from "./scope.ts";
import { rootOf, unwrap } from "./syntax-tree.ts";

/** Methods that change what they are called on; any other method counts where its result is thrown away. */
const changing = new Set(
  ["push", "pop", "shift", "unshift", "splice", "sort", "reverse", "fill", "copyWithin"].concat([
    "set",
    "add",
    "delete",
    "clear",
    "assign",
    "append",
    "register",
    "use",
    "configure",
  ]),
);
const changingFirst = new Set(["assign", "defineProperty", "defineProperties", "setPrototypeOf", "set"]);

/** The module-level variables and imports that a statement assigns to or changes, functions inside it included. */
export function assignedReferences(scope: ModuleScope, root: ts.Node): readonly Reference[] {
  const ts = typescript();
  const writes: Reference[] = [];

  const write = (target: ts.Expression | undefined): void => {
    const identifier = target && rootOf(target);
    if (!identifier) return;
    const found = referenced(scope, identifier, root);
    if (found !== "captured") writes.push(...found);
  };

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isBinaryExpression(node) && isAssignment(node))
      for (const target of targetsOf(node.left)) write(target);
    else if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
      if (isStep(node.operator)) write(node.operand);
    } else if (ts.isDeleteExpression(node)) write(node.expression);
    else if (ts.isCallExpression(node)) for (const target of changedBy(node)) write(target);
    ts.forEachChild(node, visit);
  };

  visit(root);
  return writes;
}

function isAssignment(node: ts.BinaryExpression): boolean {
  const ts = typescript();
  const { kind } = node.operatorToken;
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function isStep(operator: ts.SyntaxKind): boolean {
  const ts = typescript();
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}

function changedBy(node: ts.CallExpression): readonly ts.Expression[] {
  const ts = typescript();
  const callee = unwrap(node.expression);
  const method = ts.isPropertyAccessExpression(callee) ? callee : undefined;
  const object = method && rootOf(method.expression)?.text;
  if (object === "console") return [];
  if ((object === "Object" || object === "Reflect") && changingFirst.has(method!.name.text)) {
    return node.arguments.slice(0, 1);
  }
  // `setup(config);` as a statement is there for what it does to its arguments or to the object.
  if (isThrownAway(node)) return method ? [method.expression, ...node.arguments] : node.arguments;
  return method && changing.has(method.name.text) ? [method.expression] : [];
}

function isThrownAway(node: ts.Expression): boolean {
  const ts = typescript();
  let up: ts.Node = node.parent;
  while (ts.isAwaitExpression(up) || ts.isVoidExpression(up) || ts.isParenthesizedExpression(up))
    up = up.parent;
  return ts.isExpressionStatement(up);
}

/** `a`, `a.b`, `[a, b]` and `{ a, b: c }` on the left of an assignment. */
function targetsOf(left: ts.Expression): readonly ts.Expression[] {
  const ts = typescript();
  const inner = unwrap(left);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.flatMap(targetsOf);
  if (!ts.isObjectLiteralExpression(inner)) return [inner];
  return inner.properties.flatMap((property) => {
    if (ts.isPropertyAssignment(property)) return targetsOf(property.initializer);
    if (ts.isShorthandPropertyAssignment(property)) return [property.name];
    return ts.isSpreadAssignment(property) ? targetsOf(property.expression) : [];
  });
}
