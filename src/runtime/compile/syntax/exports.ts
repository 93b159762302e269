import { type ts, typescript } from "../../typescript.ts";
import type { ExportFact, Reference } from "../module-facts.ts";
import type { ModuleScope } from "./scope.ts";

export interface Exports {
  readonly exports: Readonly<Record<string, ExportFact>>;
  readonly stars: readonly number[];
  /** Exported names that only stand for types. */
  readonly types: readonly string[];
}

/** What a module exports, and where each of the names comes from. */
export function exportsOf(scope: ModuleScope): Exports {
  const ts = typescript();
  const exports: Record<string, ExportFact> = {};
  const stars: number[] = [];
  const types = new Set<string>();

  const addStatement = (name: string, node: ts.Node): void => {
    const index = scope.statementOf(node);
    if (index === undefined) return void types.add(name);
    const known = exports[name]?.kind === "statements" ? exports[name].statements : [];
    exports[name] = { kind: "statements", statements: [...known, index] };
  };

  const local = (name: string, identifier: ts.Identifier): void => {
    const resolution = scope.resolve(identifier);
    if (resolution?.kind === "import") exports[name] = resolution.ref;
    else for (const declaration of resolution?.declarations ?? []) addStatement(name, declaration);
  };

  const reExport = (node: ts.ExportDeclaration, specifier: ts.StringLiteral): void => {
    const clause = node.exportClause;
    if (node.isTypeOnly) {
      if (clause && ts.isNamedExports(clause))
        for (const element of clause.elements) types.add(element.name.text);
      return;
    }
    const request = scope.request(specifier, true);
    if (!clause) stars.push(request);
    else if (ts.isNamespaceExport(clause)) exports[clause.name.text] = importRef(request, "*");
    else {
      for (const element of clause.elements) {
        if (element.isTypeOnly) types.add(element.name.text);
        else {
          const name = (element.propertyName ?? element.name).text;
          exports[element.name.text] = importRef(request, name);
          scope.requestName(request, name, element);
        }
      }
    }
  };

  for (const statement of scope.source.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (statement.moduleSpecifier) reExport(statement, statement.moduleSpecifier as ts.StringLiteral);
      else if (statement.exportClause && ts.isNamedExports(statement.exportClause)) {
        for (const element of statement.exportClause.elements) {
          if (statement.isTypeOnly || element.isTypeOnly) types.add(element.name.text);
          else local(element.name.text, (element.propertyName ?? element.name) as ts.Identifier);
        }
      }
    } else if (ts.isExportAssignment(statement)) {
      if (ts.isIdentifier(statement.expression)) local("default", statement.expression);
      else addStatement("default", statement);
    } else if (isExported(statement)) {
      const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
      for (const { name, node } of declaredNames(statement)) addStatement(isDefault ? "default" : name, node);
    }
  }

  return { exports, stars, types: [...types].filter((name) => name !== "default" && !exports[name]) };
}

function importRef(request: number, name: string): Extract<Reference, { kind: "import" }> {
  return { kind: "import", request, name };
}

function isExported(statement: ts.Statement): boolean {
  return hasModifier(statement, typescript().SyntaxKind.ExportKeyword);
}

function hasModifier(statement: ts.Statement, kind: ts.SyntaxKind): boolean {
  const ts = typescript();
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

function declaredNames(statement: ts.Statement): readonly { name: string; node: ts.Node }[] {
  const ts = typescript();
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((node) =>
      namesIn(node.name).map((name) => ({ name, node })),
    );
  }
  const { name } = statement as ts.DeclarationStatement;
  return [{ name: name?.text ?? "default", node: statement }];
}

function namesIn(pattern: ts.BindingName): readonly string[] {
  const ts = typescript();
  if (ts.isIdentifier(pattern)) return [pattern.text];
  return pattern.elements.flatMap((element) => (ts.isBindingElement(element) ? namesIn(element.name) : []));
}
