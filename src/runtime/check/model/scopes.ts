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
