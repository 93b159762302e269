import { typescript, type ts } from "../../typescript.ts";

/** Whether code runs any number of times: inside of a function or a loop. */
export function isRepeated(node: ts.Node): boolean {
  const compiler = typescript();
  for (let parent = node.parent as ts.Node | undefined; parent !== undefined; parent = parent.parent) {
    if (compiler.isFunctionLike(parent) || compiler.isClassLike(parent)) return true;
    if (compiler.isIterationStatement(parent, false)) return true;
  }
  return false;
}

/** The statement of the file's top level, or of a function's body, that a node of the tree stands in. */
export function statementOf(node: ts.Node): ts.Node {
  const compiler = typescript();
  let inner = node;
  while (
    !compiler.isSourceFile(inner.parent) &&
    !compiler.isBlock(inner.parent) &&
    !compiler.isCaseOrDefaultClause(inner.parent)
  )
    inner = inner.parent;
  return inner;
}

/** Whether at most one of two expressions can run: they stand in different branches of a condition, a switch or a `try`. */
export function areAlternatives(one: ts.Node, other: ts.Node): boolean {
  const above = new Map<ts.Node, ts.Node>();
  for (let node = one; node.parent !== undefined; node = node.parent) above.set(node.parent, node);
  let branch = other;
  while (branch.parent !== undefined && !above.has(branch.parent)) branch = branch.parent;
  const first = above.get(branch.parent);
  return first !== undefined && branch.parent !== undefined && excludeEachOther(first, branch, branch.parent);
}

/** Two children of one node. */
function excludeEachOther(one: ts.Node, other: ts.Node, parent: ts.Node): boolean {
  const compiler = typescript();
  const inEach = (a: ts.Node | undefined, b: ts.Node | undefined) =>
    (one === a && other === b) || (one === b && other === a);
  if (compiler.isConditionalExpression(parent)) return inEach(parent.whenTrue, parent.whenFalse);
  if (compiler.isIfStatement(parent)) return inEach(parent.thenStatement, parent.elseStatement);
  if (compiler.isTryStatement(parent)) return inEach(parent.tryBlock, parent.catchClause);
  const [earlier, later] = one.pos < other.pos ? [one, other] : [other, one];
  if (compiler.isCaseBlock(parent)) {
    const from = parent.clauses.findIndex((clause) => clause === earlier);
    const to = parent.clauses.findIndex((clause) => clause === later);
    // A clause that does not leave falls through to the next one.
    return parent.clauses.slice(from, to).some(({ statements }) => statements.some(leaves));
  }
  // `if (fast) return …; return …;`
  return (
    compiler.isIfStatement(earlier) && earlier.elseStatement === undefined && leaves(earlier.thenStatement)
  );
}

/** Whether what follows a statement does not run after it. */
function leaves(statement: ts.Statement): boolean {
  const compiler = typescript();
  if (compiler.isBlock(statement)) return statement.statements.some(leaves);
  return (
    compiler.isReturnStatement(statement) ||
    compiler.isThrowStatement(statement) ||
    compiler.isBreakStatement(statement) ||
    compiler.isContinueStatement(statement)
  );
}
