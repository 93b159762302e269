import { type ts, typescript } from "../../typescript.ts";

/** Expressions without what only the type checker or a formatter cares about. */
export function unwrap(node: ts.Expression): ts.Expression {
  const ts = typescript();
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isTypeAssertionExpression(inner) ||
    ts.isNonNullExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** Whether an identifier stands for a value of its scope, not for a property, label or the name being declared. */
export function isReference(node: ts.Identifier): boolean {
  const ts = typescript();
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) || ts.isMetaProperty(parent)) return parent.name !== node;
  if (ts.isPropertyAssignment(parent) || ts.isParameter(parent) || ts.isVariableDeclaration(parent)) {
    return parent.initializer === node;
  }
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isPropertyDeclaration(parent) || ts.isEnumMember(parent)) return parent.initializer === node;
  if (ts.isLabeledStatement(parent)) return false;
  if (ts.isBreakOrContinueStatement(parent)) return false;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return false;
  if (ts.isImportEqualsDeclaration(parent)) return parent.moduleReference === node;
  if (ts.isNamespaceExport(parent) || ts.isImportAttribute(parent) || ts.isJsxAttribute(parent)) return false;
  if (ts.isQualifiedName(parent)) return parent.left === node;
  if (ts.isExportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node;
  if (ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent)) return !/^[a-z]/.test(node.text);
  return (parent as ts.NamedDeclaration).name !== node || ts.isShorthandPropertyAssignment(parent);
}

/** The identifier at the root of `a.b[c].d`. */
export function rootOf(node: ts.Expression): ts.Identifier | undefined {
  const ts = typescript();
  let inner = unwrap(node);
  while (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) {
    inner = unwrap(inner.expression);
  }
  return ts.isIdentifier(inner) ? inner : undefined;
}

export function isFunctionLike(node: ts.Node): boolean {
  const ts = typescript();
  return ts.isFunctionLike(node) || ts.isClassLike(node);
}

/** Whether evaluating the node calls or constructs something, functions inside it not counted. */
export function mayCall(node: ts.Node): boolean {
  const ts = typescript();
  if (isFunctionLike(node)) return false;
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node))
    return true;
  return ts.forEachChild(node, (child) => mayCall(child) || undefined) ?? false;
}

/** 1-based. */
export function positionOf(source: ts.SourceFile, position: number): { line: number; column: number } {
  const { line, character } = source.getLineAndCharacterOfPosition(position);
  return { line: line + 1, column: character + 1 };
}
