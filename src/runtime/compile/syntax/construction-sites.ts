import { type ts, typescript } from "../../typescript.ts";
import { isChoice, isConstruction, isDerivedConstruction } from "./constructions.ts";
import type { SiteFact, SiteParts } from "../module-facts.ts";
import { constructionParts, noParts, wholeParts } from "./construction-code.ts";
import { isTopLevel, type ModuleScope } from "./scope.ts";
import { isFunctionLike, mayCall, placeOf, unwrap } from "./syntax-tree.ts";

/** Which expressions and variables the emitted code reports, and under which number. */
export interface SitePlan {
  readonly sites: readonly SiteFact[];
  readonly expressions: ReadonlyMap<ts.Node, number>;
  /** Variables of a destructuring, reported after their declaration. */
  readonly variables: ReadonlyMap<ts.VariableDeclaration, readonly { site: number; name: string }[]>;
}

export function sitesOf(scope: ModuleScope): SitePlan {
  const ts = typescript();
  const sites: SiteFact[] = [];
  const expressions = new Map<ts.Node, number>();
  const variables = new Map<ts.VariableDeclaration, { site: number; name: string }[]>();

  const add = (at: ts.Node, variable: ts.Identifier | undefined, parts: SiteParts): number => {
    const top = variable !== undefined && isModuleVariable(scope, variable);
    const unit = scope.unitOf(at) ?? 0;
    const place = placeOf(scope.source, at.getStart(scope.source));
    sites.push({ ...(variable && { variable: variable.text }), top, unit, parts, ...place });
    return sites.length - 1;
  };

  const expression = (node: ts.Expression, parts: SiteParts): void => {
    if (!expressions.has(node)) expressions.set(node, add(node, variableOf(node), parts));
  };

  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isNewExpression(node)) {
      if (isConstruction(scope, node)) expression(node, constructionParts(scope, node));
      else if (isDerivedConstruction(scope, node)) expression(node, wholeParts(scope, node));
    } else if (isChoice(node)) expression(node, noParts);
    ts.forEachChild(node, visit);

    const given = givenValue(node);
    if (!given || expressions.has(unwrap(given.value))) return;
    if (!mayMake(scope, node, given.value)) return;
    if (ts.isIdentifier(given.name)) expression(given.value, wholeParts(scope, given.value));
    else if (ts.isVariableDeclaration(node) && isTopLevel(node)) {
      const parts = wholeParts(scope, given.value);
      const found = bindingNames(given.name).map((name) => ({
        site: add(name, name, parts),
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

/** The variable an expression is directly given to. */
function variableOf(expression: ts.Expression): ts.Identifier | undefined {
  let child: ts.Node = expression;
  for (let up = child.parent; up; child = up, up = up.parent) {
    const given = givenValue(up);
    if (given && unwrap(given.value) === unwrap(expression)) {
      return typescript().isIdentifier(given.name) ? given.name : undefined;
    }
    if (given || unwrap(up as ts.Expression) !== expression) return undefined;
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
