import { type ts, typescript } from "../../typescript.ts";
import type { ImportedName, Reference, ImportRequest } from "../module-facts.ts";
import { isFunctionLike, positionOf } from "./syntax-tree.ts";

/** An import declaration's binding: what it asks for. */
interface ImportBinding {
  readonly request: ts.StringLiteral;
  /** `*` for a namespace. */
  readonly name: string;
  readonly at: ts.Node;
}

export type Resolution =
  /** Declared in the module itself. */
  | { readonly kind: "local"; readonly declarations: readonly ts.Declaration[] }
  | {
      readonly kind: "import";
      readonly ref: Extract<Reference, { kind: "import" }>;
      readonly specifier: string;
    };

interface OpenRequest extends ImportRequest {
  readonly names: ImportedName[];
}

/**
 * Which declaration or import an identifier means. Requests come into being when something refers to them, since the
 * compiler leaves imports away that only types use.
 */
export class ModuleScope {
  readonly requests: OpenRequest[] = [];
  /** Roots of the top-level statements, in order. */
  readonly roots: readonly ts.Node[];
  readonly #statementOfRoot = new Map<ts.Node, number>();
  readonly #imports = new Map<ts.Node, ImportBinding>();
  readonly #requestOf = new Map<ts.Node, number>();

  constructor(
    readonly source: ts.SourceFile,
    readonly checker: ts.TypeChecker,
  ) {
    this.roots = source.statements.flatMap((statement) => unitRoots(statement));
    this.roots.forEach((root, statement) => this.#statementOfRoot.set(root, statement));
    for (const statement of source.statements) this.#collectImports(statement);
  }

  resolve(identifier: ts.Identifier): Resolution | undefined {
    const ts = typescript();
    const { parent } = identifier;
    let symbol = this.checker.getSymbolAtLocation(identifier);
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === identifier) {
      symbol = this.checker.getShorthandAssignmentValueSymbol(parent);
    } else if (ts.isExportSpecifier(parent)) {
      symbol = this.checker.getExportSpecifierLocalTargetSymbol(parent);
    }
    const declarations = (symbol?.declarations ?? []).filter(
      (found) => found.getSourceFile() === this.source,
    );
    const binding = declarations
      .map((found) => this.#imports.get(found))
      .find((found) => found !== undefined);
    if (binding) return this.#imported(binding, identifier);
    return declarations.length > 0 ? { kind: "local", declarations } : undefined;
  }

  /** The statement a node stands in. */
  statementOf(node: ts.Node): number | undefined {
    for (let up: ts.Node | undefined = node; up; up = up.parent) {
      const statement = this.#statementOfRoot.get(up);
      if (statement !== undefined) return statement;
    }
    return undefined;
  }

  request(specifier: ts.StringLiteralLike, isStatic: boolean): number {
    let index = this.#requestOf.get(specifier);
    if (index === undefined) {
      index = this.requests.length;
      const place = positionOf(this.source, specifier.getStart(this.source));
      this.requests.push({ specifier: specifier.text, static: isStatic, names: [], ...place });
      this.#requestOf.set(specifier, index);
    }
    return index;
  }

  requestName(index: number, name: string, at: ts.Node): void {
    const { names } = this.requests[index]!;
    if (name === "*" || names.some((known) => known.name === name)) return;
    names.push({ name, ...positionOf(this.source, at.getStart(this.source)) });
  }

  #imported(binding: ImportBinding, identifier: ts.Identifier): Resolution {
    const index = this.request(binding.request, true);
    this.requestName(index, binding.name, binding.at);
    const name = binding.name === "*" ? (memberOf(identifier) ?? "*") : binding.name;
    return { kind: "import", ref: { kind: "import", request: index, name }, specifier: binding.request.text };
  }

  #collectImports(statement: ts.Statement): void {
    const ts = typescript();
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      const { expression } = statement.moduleReference;
      if (ts.isStringLiteral(expression) && !statement.isTypeOnly) {
        this.#imports.set(statement, { request: expression, name: "default", at: statement.name });
      }
    }
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return;
    const request = statement.moduleSpecifier;
    const clause = statement.importClause;
    if (!clause) return void this.request(request, true);
    if (clause.isTypeOnly) return;
    if (clause.name) this.#imports.set(clause, { request, name: "default", at: clause.name });
    const named = clause.namedBindings;
    if (named && ts.isNamespaceImport(named)) this.#imports.set(named, { request, name: "*", at: named });
    if (named && ts.isNamedImports(named)) {
      for (const specifier of named.elements) {
        if (specifier.isTypeOnly) continue;
        const name = (specifier.propertyName ?? specifier.name).text;
        this.#imports.set(specifier, { request, name, at: specifier });
      }
    }
    // In JavaScript nothing is a type, so every import stays.
    if (isJavaScript(this.source)) this.#keep(request, clause);
  }

  #keep(request: ts.StringLiteral, clause: ts.ImportClause): void {
    const index = this.request(request, true);
    for (const binding of this.#imports.values()) {
      if (binding.request === request && clause.parent === request.parent) {
        this.requestName(index, binding.name, binding.at);
      }
    }
  }
}

function isJavaScript(source: ts.SourceFile): boolean {
  return /\.[cm]?jsx?$/.test(source.fileName);
}

/** Whether a declaration belongs to the module itself and not to a function, class or block in it. */
export function isTopLevel(declaration: ts.Node): boolean {
  const ts = typescript();
  const variable = ts.isBindingElement(declaration)
    ? ts.walkUpBindingElementsAndPatterns(declaration)
    : declaration;
  const isVar =
    ts.isVariableDeclaration(variable) &&
    (ts.getCombinedNodeFlags(variable) & ts.NodeFlags.BlockScoped) === 0;
  for (let up = declaration.parent; up && !ts.isSourceFile(up); up = up.parent) {
    if (isFunctionLike(up) || ts.isModuleBlock(up)) return false;
    const block =
      ts.isBlock(up) || ts.isCaseBlock(up) || ts.isIterationStatement(up, false) || ts.isCatchClause(up);
    if (block && !isVar) return false;
  }
  return true;
}

/** The pieces of a top-level statement that stand for themselves; none where it is only types or only imports. */
function unitRoots(statement: ts.Statement): readonly ts.Node[] {
  const ts = typescript();
  if (
    ts.isImportDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEmptyStatement(statement)
  ) {
    return [];
  }
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  if (modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)) return [];
  if (ts.isFunctionDeclaration(statement) && !statement.body) return [];
  return ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
}

/** `m.name` or `m["name"]`, where `identifier` is `m`. */
function memberOf(identifier: ts.Identifier): string | undefined {
  const ts = typescript();
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === identifier) return parent.name.text;
  if (ts.isElementAccessExpression(parent) && parent.expression === identifier) {
    const { argumentExpression } = parent;
    if (ts.isStringLiteralLike(argumentExpression)) return argumentExpression.text;
  }
  return undefined;
}
