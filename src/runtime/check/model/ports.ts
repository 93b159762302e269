import { typescript, type ts } from "../../typescript.ts";
import { reservedPorts } from "../../daggr/reserved.ts";
import type { Daggr } from "./daggr.ts";
import type { PortUse } from "./model.ts";
import { bare, type Values } from "./values.ts";

/** Every place of a file that names an output port: `node.port`, `node.outputs.port`, `node["port"]`, destructuring. */
export function portUses(file: ts.SourceFile, daggr: Daggr): readonly PortUse[] {
  const compiler = typescript();
  const uses: PortUse[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isPropertyAccessExpression(node) || compiler.isElementAccessExpression(node)) {
      const use = portUse(node, daggr);
      if (use !== undefined) uses.push(use);
    } else if (
      compiler.isVariableDeclaration(node) &&
      compiler.isObjectBindingPattern(node.name) &&
      node.initializer
    )
      uses.push(...destructured(node.name, node.initializer, daggr));
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return uses;
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

function portUse(access: Access, daggr: Daggr): PortUse | undefined {
  const name = nameOf(access);
  if (name === undefined) return undefined;
  const owner = ownerOf(access.expression, daggr);
  if (owner === undefined) return undefined;
  if (owner.form === "short" && name.text === "outputs") return undefined;
  return { ...owner, port: name.text, name: name.node, expression: access };
}

/** The node behind `node` or `node.outputs`. */
function ownerOf(
  expression: ts.Expression,
  daggr: Daggr,
): Pick<PortUse, "owner" | "ownerType" | "form"> | undefined {
  const compiler = typescript();
  const type = daggr.checker.getTypeAtLocation(expression);
  if (daggr.isNode(type)) return { owner: expression, ownerType: type, form: "short" };
  const inner = bare(expression);
  if (!compiler.isPropertyAccessExpression(inner) || inner.name.text !== "outputs") return undefined;
  const ownerType = daggr.checker.getTypeAtLocation(inner.expression);
  return daggr.isNode(ownerType) ? { owner: inner.expression, ownerType, form: "long" } : undefined;
}

function nameOf(access: Access): { readonly text: string; readonly node: ts.Node } | undefined {
  const compiler = typescript();
  if (compiler.isPropertyAccessExpression(access)) return { text: access.name.text, node: access.name };
  const { argumentExpression } = access;
  return compiler.isStringLiteralLike(argumentExpression) || compiler.isNumericLiteral(argumentExpression)
    ? { text: argumentExpression.text, node: argumentExpression }
    : undefined;
}

function destructured(
  pattern: ts.ObjectBindingPattern,
  initializer: ts.Expression,
  daggr: Daggr,
): readonly PortUse[] {
  const compiler = typescript();
  const owner = ownerOf(initializer, daggr);
  if (owner === undefined) return [];
  return pattern.elements.flatMap((element) => {
    const name = element.propertyName ?? element.name;
    if (element.dotDotDotToken || !(compiler.isIdentifier(name) || compiler.isStringLiteralLike(name)))
      return [];
    if (owner.form === "short" && name.text === "outputs") return [];
    return [{ ...owner, port: name.text, name, expression: element }];
  });
}

/** Whether a use means the node's own member of that name rather than a port. */
export function isMember(use: PortUse): boolean {
  return use.form === "short" && reservedPorts.has(use.port);
}

/** What an input is joined to. */
export interface JoinedPort {
  readonly use: PortUse;
  /** The part of the expression that asks for it. */
  readonly each?: ts.Expression;
  readonly all?: ts.Expression;
}

/** The port behind an input's value, through variables, `.each`, a field of it, and `.all()`. */
export function joinedPort(value: ts.Expression, values: Values): JoinedPort | undefined {
  const compiler = typescript();
  const { daggr } = values;
  const inner = bare(value);
  if (compiler.isCallExpression(inner)) {
    const callee = inner.expression;
    if (!compiler.isPropertyAccessExpression(callee) || callee.name.text !== "all") return undefined;
    const joined = joinedPort(callee.expression, values);
    return joined && { ...joined, all: inner };
  }
  if (compiler.isPropertyAccessExpression(inner) || compiler.isElementAccessExpression(inner)) {
    const use = portUse(inner, daggr);
    if (use !== undefined) return { use };
    const before = joinedPort(inner.expression, values);
    if (before === undefined) return joinedVariable(inner, values);
    return nameOf(inner)?.text === "each" || before.each === undefined ? { ...before, each: inner } : before;
  }
  return compiler.isIdentifier(inner) ? joinedVariable(inner, values) : undefined;
}

function joinedVariable(expression: ts.Expression, values: Values): JoinedPort | undefined {
  const compiler = typescript();
  const written = values.written(expression);
  if (written !== undefined) return joinedPort(written, values);
  if (!compiler.isIdentifier(expression)) return undefined;
  const declaration = values.symbolOf(expression)?.valueDeclaration;
  if (!declaration || !compiler.isBindingElement(declaration)) return undefined;
  const { parent } = declaration;
  const variable = parent.parent;
  if (
    !compiler.isObjectBindingPattern(parent) ||
    !compiler.isVariableDeclaration(variable) ||
    !variable.initializer
  )
    return undefined;
  const use = destructured(parent, variable.initializer, values.daggr).find(
    (one) => one.expression === declaration,
  );
  return use && { use };
}
