import { type ts, typescript } from "../../typescript.ts";
import { isChoice, isConstruction, isDerivedConstruction } from "./constructions.ts";
import type { ConstructionSite, ConstructionCode } from "../module-facts.ts";
import { constructionCode, noCode, expressionCode } from "./construction-code.ts";
import { isTopLevel, type ModuleScope } from "./scope.ts";
import { isFunctionLike, mayCall, positionOf, unwrap } from "./syntax-tree.ts";

/** Which expressions and variables the emitted code reports, and under which number. */
export interface SitePlan {
  readonly sites: readonly ConstructionSite[];
  readonly expressions: ReadonlyMap<ts.Node, number>;
  /** Variables of a destructuring, reported after their declaration. */
  readonly variables: ReadonlyMap<ts.VariableDeclaration, readonly { site: number; name: string }[]>;
}

export function constructionSites(scope: ModuleScope): SitePlan {
  const ts = typescript();
  const sites: ConstructionSite[] = [];
  const expressions = new Map<ts.Node, number>();
  const variables = new Map<ts.VariableDeclaration, { site: number; name: string }[]>();

  const add = (
    at: ts.Node,
    variable: ts.Identifier | undefined,
    code: ConstructionCode,
    certain: boolean,
  ): number => {
    const top = variable !== undefined && isModuleVariable(scope, variable);
    const statement = scope.statementOf(at) ?? 0;
    const place = positionOf(scope.source, at.getStart(scope.source));
    sites.push({ ...(variable && { variable: variable.text }), top, statement, code, certain, ...place });
    return sites.length - 1;
  };

  const expression = (node: ts.Expression, code: ConstructionCode, certain = false): void => {
    if (!expressions.has(node)) expressions.set(node, add(node, variableOf(node), code, certain));
  };

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isNewExpression(node)) {
      if (isConstruction(scope, node)) expression(node, constructionCode(scope, node), true);
      else if (isDerivedConstruction(scope, node)) expression(node, expressionCode(scope, node));
    } else if (isChoice(node)) expression(node, noCode);
    ts.forEachChild(node, visit);

    const assignment = givenValue(node);
    if (!assignment || expressions.has(unwrap(assignment.value))) return;
    if (!mayMake(scope, node, assignment.value)) return;
    if (ts.isIdentifier(assignment.name))
      expression(assignment.value, expressionCode(scope, assignment.value));
    else if (ts.isVariableDeclaration(node) && isTopLevel(node)) {
      const code = expressionCode(scope, assignment.value);
      const found = bindingNames(assignment.name).map((name) => ({
        site: add(name, name, code, false),
        name: name.text,
      }));
      variables.set(node, found);
    }
  };

  visit(scope.source);
  return { sites, expressions, variables };
}

/** `name = value`, as a declaration or an assignment. */
function givenValue(node: ts.Node): { name: ts.BindingName; value: ts.Expression } | undefined {
  const ts = typescript();
  if (ts.isVariableDeclaration(node)) return node.initializer && { name: node.name, value: node.initializer };
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  return ts.isIdentifier(node.left) ? { name: node.left, value: node.right } : undefined;
}

/** The variable an expression is directly assignment to. */
function variableOf(expression: ts.Expression): ts.Identifier | undefined {
  let child: ts.Node = expression;
  for (let up = child.parent; up; child = up, up = up.parent) {
    const assignment = givenValue(up);
    if (assignment && unwrap(assignment.value) === unwrap(expression)) {
      return typescript().isIdentifier(assignment.name) ? assignment.name : undefined;
    }
    if (assignment || unwrap(up as ts.Expression) !== expression) return undefined;
  }
  return undefined;
}

/** Reported are all of the module's variables that a call may have filled, but in functions only what surely makes nodes. */
function mayMake(scope: ModuleScope, node: ts.Node, value: ts.Expression): boolean {
  return isTopLevel(node) ? mayCall(value) : makesSomewhere(scope, value);
}

function makesSomewhere(scope: ModuleScope, node: ts.Node): boolean {
  const ts = typescript();
  if (isFunctionLike(node)) return false;
  if (ts.isNewExpression(node) && isConstruction(scope, node)) return true;
  if (isChoice(node)) return true;
  return ts.forEachChild(node, (child) => makesSomewhere(scope, child) || undefined) ?? false;
}

function isModuleVariable(scope: ModuleScope, variable: ts.Identifier): boolean {
  const declarations = scope.checker.getSymbolAtLocation(variable)?.declarations ?? [];
  return declarations.some((declaration) => isTopLevel(declaration));
}

function bindingNames(pattern: ts.BindingName): readonly ts.Identifier[] {
  const ts = typescript();
  if (ts.isIdentifier(pattern)) return [pattern];
  return pattern.elements.flatMap((element) =>
    ts.isBindingElement(element) ? bindingNames(element.name) : [],
  );
}
