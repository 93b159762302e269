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
    for (const target of changedBy(node)) write(target);
    if (ts.isCallExpression(node)) for (const target of perhapsChangedBy(node)) write(target);
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

/** What an assignment, `++`, `delete` or a call of a method such as `push` changes for certain. */
export function changedBy(node: ts.Node): readonly ts.Expression[] {
  const ts = typescript();
  if (ts.isBinaryExpression(node)) return isAssignment(node) ? targetsOf(node.left) : [];
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return isStep(node.operator) ? [node.operand] : [];
  if (ts.isDeleteExpression(node)) return [node.expression];
  if (!ts.isCallExpression(node)) return [];
  const method = methodOf(node);
  if (!method) return [];
  if (isOfObjects(method)) return changingFirst.has(method.name.text) ? node.arguments.slice(0, 1) : [];
  return changing.has(method.name.text) ? [method.expression] : [];
}

/** `setup(config);` as a statement is there for what it does to its arguments or to the object. */
function perhapsChangedBy(node: ts.CallExpression): readonly ts.Expression[] {
  const method = methodOf(node);
  if (!isThrownAway(node) || (method && rootOf(method.expression)?.text === "console")) return [];
  if (!method) return node.arguments;
  if (isOfObjects(method) && changingFirst.has(method.name.text)) return [];
  return [method.expression, ...node.arguments];
}

function methodOf(node: ts.CallExpression): ts.PropertyAccessExpression | undefined {
  const callee = unwrap(node.expression);
  return typescript().isPropertyAccessExpression(callee) ? callee : undefined;
}

/** `Object.assign(a, b)` changes what it is given first. */
function isOfObjects(method: ts.PropertyAccessExpression): boolean {
  const object = rootOf(method.expression)?.text;
  return object === "Object" || object === "Reflect";
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
