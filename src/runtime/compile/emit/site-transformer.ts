import { type ts, typescript } from "../../typescript.ts";
import type { ModuleScope } from "../syntax/scope.ts";
import { optionalInputs } from "../syntax/optional-inputs.ts";
import type { SitePlan } from "../syntax/construction-sites.ts";
import { isExecuted } from "../syntax/top-level-statements.ts";

/** Functions that the loading process provides to emitted code as globals. */
export const siteFunction = "__daggrSite__";
export const statementFunction = "__daggrStatement__";

export interface EmitPlan extends SitePlan {
  readonly scope: ModuleScope;
  /** Exported types: exported as `undefined` too, so that a re-export that does not say `type` links. */
  readonly exportedTypes: readonly string[];
}

/**
 * Lets emitted code report which node was made where: `new FnNode(…)` becomes `__daggrSite__(module, number, new FnNode(…))`,
 * and before each statement that does something at load stands `__daggrStatement__(module, statement)`. No lines move.
 */
export function siteTransformer(plan: EmitPlan): ts.TransformerFactory<ts.SourceFile> {
  const ts = typescript();
  return (context) => {
    const { factory } = context;
    const here = () =>
      factory.createPropertyAccessExpression(
        factory.createMetaProperty(ts.SyntaxKind.ImportKeyword, factory.createIdentifier("meta")),
        "url",
      );
    const call = (name: string, number: number, value?: ts.Expression) =>
      factory.createCallExpression(factory.createIdentifier(name), undefined, [
        here(),
        factory.createNumericLiteral(number),
        ...(value ? [value] : []),
      ]);

    const optional = new Set<ts.Node>();
    const visit = (node: ts.Node): ts.Node => {
      if (isImportEquals(node)) return importDefault(factory, node);
      if (isJsonImport(node)) return withoutAttributes(factory, node);
      if (ts.isFunctionLike(node)) for (const one of optionalInputs(node)) optional.add(one);
      const inner = ts.visitEachChild(dropJsonOption(factory, node), visit, context);
      if (ts.isBindingElement(inner) && optional.has(node)) return withDefault(factory, inner);
      const site = plan.expressions.get(node);
      return site === undefined ? inner : call(siteFunction, site, inner as ts.Expression);
    };

    const statement = (node: ts.Statement): ts.Statement[] => {
      const statement = plan.scope.statementOf(
        ts.isVariableStatement(node) ? node.declarationList.declarations[0]! : node,
      );
      const declarations = ts.isVariableStatement(node) ? node.declarationList.declarations : undefined;
      const runs =
        statement !== undefined && (declarations ? declarations.some(isExecuted) : isExecuted(node));
      const found = declarations?.flatMap((declaration) => plan.variables.get(declaration) ?? []) ?? [];
      return [
        ...(runs ? [factory.createExpressionStatement(call(statementFunction, statement))] : []),
        visit(node) as ts.Statement,
        ...found.map(({ site, name }) =>
          factory.createExpressionStatement(call(siteFunction, site, factory.createIdentifier(name))),
        ),
      ];
    };

    return (source) => {
      const prologue = source.statements.findIndex((node) => !isPrologue(node));
      const start = prologue < 0 ? source.statements.length : prologue;
      const statements = [
        ...source.statements.slice(0, start),
        ...source.statements.slice(start).flatMap(statement),
        ...typeExports(factory, plan.exportedTypes),
      ];
      return factory.updateSourceFile(
        source,
        ts.setTextRange(factory.createNodeArray(statements), source.statements),
      );
    };
  };
}

/** `{ photo }` of an optional input becomes `{ photo = undefined }`, which means the same and shows when the workflow runs. */
function withDefault(factory: ts.NodeFactory, element: ts.BindingElement): ts.Node {
  const { dotDotDotToken, propertyName, name } = element;
  return factory.updateBindingElement(element, dotDotDotToken, propertyName, name, factory.createVoidZero());
}

function isPrologue(node: ts.Statement): boolean {
  const ts = typescript();
  return ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
}

function typeExports(factory: ts.NodeFactory, names: readonly string[]): ts.Statement[] {
  const ts = typescript();
  if (names.length === 0) return [];
  const nothing = factory.createUniqueName("type");
  const declaration = factory.createVariableDeclaration(
    nothing,
    undefined,
    undefined,
    factory.createVoidZero(),
  );
  return [
    factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
    ),
    factory.createExportDeclaration(
      undefined,
      false,
      factory.createNamedExports(names.map((name) => factory.createExportSpecifier(false, nothing, name))),
    ),
  ];
}

type ImportEquals = ts.ImportEqualsDeclaration & { readonly moduleReference: ts.ExternalModuleReference };

function isImportEquals(node: ts.Node): node is ImportEquals {
  const ts = typescript();
  return (
    ts.isImportEqualsDeclaration(node) &&
    !node.isTypeOnly &&
    ts.isExternalModuleReference(node.moduleReference)
  );
}

/** `import fs = require("fs")`: ES modules have no such thing, but the default import of a CommonJS module is the same. */
function importDefault(factory: ts.NodeFactory, { name, moduleReference }: ImportEquals): ts.Node {
  const clause = factory.createImportClause(undefined, name, undefined);
  return factory.createImportDeclaration(undefined, clause, moduleReference.expression);
}

// JSON files are served as modules with named exports, as TypeScript understands them; `with { type: "json" }` would make
// Node insist on its own form.

type ModuleDeclaration = ts.ImportDeclaration | ts.ExportDeclaration;

function isJsonImport(node: ts.Node): node is ModuleDeclaration {
  const ts = typescript();
  if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return false;
  const specifier = node.moduleSpecifier;
  return (
    node.attributes !== undefined &&
    specifier !== undefined &&
    ts.isStringLiteral(specifier) &&
    isLocalJson(specifier.text)
  );
}

function withoutAttributes(factory: ts.NodeFactory, node: ModuleDeclaration): ts.Node {
  const ts = typescript();
  if (ts.isImportDeclaration(node)) {
    return factory.updateImportDeclaration(
      node,
      node.modifiers,
      node.importClause,
      node.moduleSpecifier,
      undefined,
    );
  }
  const { modifiers, isTypeOnly, exportClause, moduleSpecifier } = node;
  return factory.updateExportDeclaration(
    node,
    modifiers,
    isTypeOnly,
    exportClause,
    moduleSpecifier,
    undefined,
  );
}

/** `import("./x.json", { with: { type: "json" } })`. */
function dropJsonOption(factory: ts.NodeFactory, node: ts.Node): ts.Node {
  const ts = typescript();
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return node;
  const [specifier, option] = node.arguments;
  if (!option || !specifier || !ts.isStringLiteralLike(specifier) || !isLocalJson(specifier.text))
    return node;
  return factory.updateCallExpression(node, node.expression, undefined, [specifier]);
}

function isLocalJson(specifier: string): boolean {
  return /^(\.|\/|file:).*\.json$/.test(specifier);
}
