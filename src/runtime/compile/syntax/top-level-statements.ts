import { type ts, typescript } from "../../typescript.ts";
import { makesNode } from "./constructions.ts";
import type { TopLevelStatement } from "../module-facts.ts";
import { digestOf } from "./references.ts";
import type { ModuleScope } from "./scope.ts";
import { isFunctionLike, mayCall, positionOf, unwrap } from "./syntax-tree.ts";
import { assignedReferences } from "./assignments.ts";
import { changesIn } from "./changes.ts";

export function topLevelStatements(scope: ModuleScope): readonly TopLevelStatement[] {
  return scope.roots.map((root) => {
    const full = digestOf(scope, [root], { opaque: false });
    const opaque = digestOf(scope, [root], { opaque: true });
    return {
      full: { hash: full.hash, refs: full.refs },
      ...(opaque.hash !== full.hash && { opaque: { hash: opaque.hash, refs: opaque.refs } }),
      node: holdsNode(scope, root),
      executed: isExecuted(root),
      writes: assignedReferences(scope, root),
      changes: changesIn(scope, root),
      line: positionOf(scope.source, root.getStart(scope.source)).line,
    };
  });
}

/** Whether loading the module does something here, beyond defining a function or a plain value. */
export function isExecuted(root: ts.Node): boolean {
  const ts = typescript();
  if (ts.isVariableDeclaration(root)) {
    return (
      root.initializer !== undefined && !isFunctionLike(unwrap(root.initializer)) && mayCall(root.initializer)
    );
  }
  if (ts.isExportAssignment(root)) return mayCall(root.expression);
  if (ts.isClassDeclaration(root)) {
    return root.members.some((member) => ts.isClassStaticBlockDeclaration(member));
  }
  return !ts.isFunctionDeclaration(root) && !ts.isEnumDeclaration(root);
}

function holdsNode(scope: ModuleScope, root: ts.Node): boolean {
  const ts = typescript();
  if (ts.isVariableDeclaration(root))
    return root.initializer !== undefined && makesNode(scope, root.initializer);
  return ts.isExportAssignment(root) && makesNode(scope, root.expression);
}
