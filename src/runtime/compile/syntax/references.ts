import { type ts, typescript } from "../../typescript.ts";
import { isConstruction } from "./constructions.ts";
import { hashOf, normalise } from "./syntax-digest.ts";
import type { CodeFragment, Reference } from "../module-facts.ts";
import { isTopLevel, type ModuleScope } from "./scope.ts";
import { isReference, unwrap } from "./syntax-tree.ts";

export interface DigestOptions {
  /** Constructions of nodes and graphs count as one opaque word. */
  readonly opaque: boolean;
}

/** The normalised hash of some syntax and what it refers to outside itself. */
export function digestOf(
  scope: ModuleScope,
  roots: readonly ts.Node[],
  options: DigestOptions,
): Omit<CodeFragment, "changes"> {
  const ts = typescript();
  const refs = new RefList();
  let captures = false;

  const texts = roots.map((root) =>
    normalise(root, {
      enter(node) {
        if (options.opaque && ts.isNewExpression(node) && isConstruction(scope, node)) return "node";
        const asked = askedModule(node);
        if (asked) refs.add({ kind: "import", request: scope.request(asked, false), name: "*" });
        if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword) {
          captures ||= isOuterThis(node, root);
        }
        return undefined;
      },
      reference(identifier) {
        if (!isReference(identifier)) return;
        const found = referenced(scope, identifier, root);
        if (found === "captured") captures = true;
        else for (const ref of found) refs.add(ref);
      },
    }),
  );
  return { hash: hashOf(texts.join()), refs: refs.list, captures };
}

/** What an identifier refers to outside `root`: other statements and imports, or a variable of the function around it. */
export function referenced(
  scope: ModuleScope,
  identifier: ts.Identifier,
  root: ts.Node,
): readonly Reference[] | "captured" {
  const resolution = scope.resolve(identifier);
  if (!resolution) return [];
  if (resolution.kind === "import") return [resolution.ref];
  const outside = resolution.declarations.filter((declaration) => !isWithin(declaration, root));
  if (outside.some((declaration) => !isTopLevel(declaration))) return "captured";
  return outside.flatMap((declaration): Reference[] => {
    const statement = scope.statementOf(declaration);
    return statement === undefined ? [] : [{ kind: "statement", statement }];
  });
}

class RefList {
  readonly list: Reference[] = [];
  readonly #known = new Set<string>();

  add(ref: Reference): void {
    const key = ref.kind === "statement" ? String(ref.statement) : `${ref.request}:${ref.name}`;
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.list.push(ref);
  }
}

/** The literal of `import("…")` and `require("…")`. */
function askedModule(node: ts.Node): ts.StringLiteralLike | undefined {
  const ts = typescript();
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const asks =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === "require");
  const literal = node.arguments[0] && unwrap(node.arguments[0]);
  return asks && literal && ts.isStringLiteralLike(literal) ? literal : undefined;
}

function isWithin(node: ts.Node, root: ts.Node): boolean {
  for (let up: ts.Node | undefined = node; up; up = up.parent) if (up === root) return true;
  return false;
}

function isOuterThis(node: ts.Node, root: ts.Node): boolean {
  const ts = typescript();
  for (let up = node; up !== root; up = up.parent) {
    if (ts.isClassLike(up)) return false;
    if (ts.isFunctionLike(up) && !ts.isArrowFunction(up)) return false;
  }
  return ts.isArrowFunction(root);
}
