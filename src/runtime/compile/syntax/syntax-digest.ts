import { createHash } from "node:crypto";
import { type ts, typescript } from "../../typescript.ts";

/**
 * Writes syntax down in a form that stays the same when only types, comments, parentheses, quotes or formatting change,
 * and calls back for every identifier that refers to a value.
 */
export interface Normaliser {
  reference(node: ts.Identifier): void;
  /** Called for each node before it is written; returns the text for a node whose inside is left out. */
  enter(node: ts.Node): string | undefined;
}

export function normalise(root: ts.Node, callbacks: Normaliser): string {
  const ts = typescript();
  const names = kindNames();
  const out: string[] = [];

  const visit = (node: ts.Node): void => {
    const instead = callbacks.enter(node);
    if (instead !== undefined) return void out.push(`(${instead})`);
    if (isTypeOnly(node)) return;
    if (ts.isExpressionWithTypeArguments(node)) return visit(node.expression);
    if (isTransparent(node)) return visit((node as ts.ParenthesizedExpression).expression);
    if (ts.isStringLiteral(node) && isPropertyName(node))
      return void out.push("(Identifier ", JSON.stringify(node.text), ")");
    out.push("(", names.get(node.kind) ?? "?");
    const text = textOf(node);
    if (text !== undefined) out.push(" ", JSON.stringify(text));
    if (ts.isIdentifier(node)) callbacks.reference(node);
    ts.forEachChild(node, visit);
    out.push(")");
  };

  visit(root);
  return out.join("");
}

export function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 27);
}

/** What a node says that is not among its children. */
function textOf(node: ts.Node): string | undefined {
  const ts = typescript();
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return node.text;
  if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) return node.rawText ?? node.text;
  if (ts.isLiteralExpression(node)) return node.text;
  if (ts.isJsxText(node)) return node.text.trim().replace(/\s+/g, " ");
  if (ts.isVariableDeclarationList(node)) return String(node.flags & ts.NodeFlags.BlockScoped);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node))
    return String(ts.tokenToString(node.operator));
  if (ts.isMetaProperty(node)) return String(ts.tokenToString(node.keywordToken));
  if (ts.isHeritageClause(node)) return String(ts.tokenToString(node.token));
  // `constructor(private x)` declares a property, which whoever uses the class sees.
  if (ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent)) return "property";
  return undefined;
}

/** `{ "a": 1 }` is `{ a: 1 }`. */
function isPropertyName(node: ts.StringLiteral): boolean {
  const ts = typescript();
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}

function isTransparent(node: ts.Node): boolean {
  const ts = typescript();
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node) ||
    ts.isNonNullExpression(node)
  );
}

function isTypeOnly(node: ts.Node): boolean {
  const ts = typescript();
  if (ts.isExpressionWithTypeArguments(node)) return false;
  if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isIndexSignatureDeclaration(node) || ts.isSemicolonClassElement(node) || ts.isEmptyStatement(node))
    return true;
  if (ts.isHeritageClause(node)) return node.token === ts.SyntaxKind.ImplementsKeyword;
  if (ts.isParameter(node)) return ts.isIdentifier(node.name) && node.name.text === "this";
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node)) {
    return node.body === undefined;
  }
  if (ts.isModifier(node)) return !meaningfulModifiers().has(node.kind);
  if (
    ts.isPropertyDeclaration(node) ||
    ts.isVariableStatement(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node)
  ) {
    return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.DeclareKeyword) ?? false;
  }
  // `?` and `!` after the name of a parameter or property, and the fixed tokens of `a ? b : c` and `=>`.
  return (
    node.kind === ts.SyntaxKind.QuestionToken ||
    node.kind === ts.SyntaxKind.ExclamationToken ||
    node.kind === ts.SyntaxKind.ColonToken ||
    node.kind === ts.SyntaxKind.EqualsGreaterThanToken
  );
}

let modifiers: ReadonlySet<ts.SyntaxKind> | undefined;
function meaningfulModifiers(): ReadonlySet<ts.SyntaxKind> {
  const kinds = typescript().SyntaxKind;
  return (modifiers ??= new Set([kinds.AsyncKeyword, kinds.StaticKeyword, kinds.AccessorKeyword]));
}

let names: ReadonlyMap<number, string> | undefined;
/** Names of syntax kinds: their numbers change from one compiler to the next. */
function kindNames(): ReadonlyMap<number, string> {
  if (names) return names;
  const found = new Map<number, string>();
  for (const [name, kind] of Object.entries(typescript().SyntaxKind)) {
    if (typeof kind === "number" && !found.has(kind)) found.set(kind, name);
  }
  return (names = found);
}
