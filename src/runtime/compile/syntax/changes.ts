import { type ts, typescript } from "../../typescript.ts";
import type { Change, Reference } from "../module-facts.ts";
import { changedBy } from "./assignments.ts";
import { isTopLevel, type ModuleScope } from "./scope.ts";
import { isFunctionLike, positionOf, rootOf } from "./syntax-tree.ts";

/** Where functions in a piece of code change variables of a module. What code outside of functions changes is the same in each process. */
export function changesIn(scope: ModuleScope, root: ts.Node): readonly Change[] {
  const ts = typescript();
  const changes: Change[] = [];

  const visit = (node: ts.Node, inFunction: boolean): void => {
    if (ts.isTypeNode(node)) return;
    const isInside = inFunction || isFunctionLike(node);
    if (isInside && !makesOnce(node))
      for (const target of changedBy(node)) {
        const identifier = rootOf(target);
        if (!identifier) continue;
        const place = positionOf(scope.source, identifier.getStart(scope.source));
        for (const variable of variableOf(scope, identifier))
          changes.push({ variable, name: identifier.text, ...place });
      }
    ts.forEachChild(node, (child) => visit(child, isInside));
  };

  visit(root, false);
  return changes;
}

/** `model ??= await load()`: each process may make its own when it first needs it. */
function makesOnce(node: ts.Node): boolean {
  const ts = typescript();
  const { QuestionQuestionEqualsToken, BarBarEqualsToken } = ts.SyntaxKind;
  return (
    ts.isBinaryExpression(node) &&
    (node.operatorToken.kind === QuestionQuestionEqualsToken || node.operatorToken.kind === BarBarEqualsToken)
  );
}

function variableOf(scope: ModuleScope, identifier: ts.Identifier): readonly Reference[] {
  const resolution = scope.resolve(identifier);
  if (!resolution) return [];
  if (resolution.kind === "import") return [resolution.ref];
  return resolution.declarations.filter(isTopLevel).flatMap((declaration): Reference[] => {
    const statement = scope.statementOf(declaration);
    return statement === undefined ? [] : [{ kind: "statement", statement }];
  });
}
