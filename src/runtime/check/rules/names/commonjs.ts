import { typescript, type ts } from "../../../typescript.ts";
import { type Edit, type RuleFix, type Rule, spanOf } from "../rule.ts";

export const commonJs: Rule = {
  code: "commonjs",
  severity: "error",
  summary: "A workflow file is written as a CommonJS module.",
  explanation:
    "Workflow files are ES modules: only there are nodes named after their variables and does the code of each node tell " +
    'what made a result. Write `import … from "daggr"` in place of `require`, and `export default` in place of ' +
    "`module.exports`. Modules that a workflow imports may be CommonJS.",
  wrong: `const daggr = require("daggr");
module.exports = new daggr.Graph({ name: "Speech", nodes: [new daggr.FnNode(() => 1)] });`,
  right: `export default new Graph({ name: "Speech", nodes: [new FnNode(() => 1)] });`,
  *check({ model, file }) {
    // Another module may be CommonJS, but there is no `require` in TypeScript's.
    if (model.graphs.length === 0 && !/\.m?tsx?$/.test(file.fileName)) return;
    const found = requiresOf(file);
    const fixes = fix(file, found);
    for (const call of found) {
      yield {
        at: spanOf(call),
        message:
          `A workflow file is an ES module. Write 'import { … } from "daggr"' in place of require, and 'export default' in place of module.exports` +
          (isNamedCommonJs(file) ? ", and give the file a name that ends in .mjs or .ts." : "."),
        // What is required has no types.
        covers: [{ start: 0, end: file.getEnd() }],
        fixes,
      };
    }
  },
};

/** Every `require("daggr")`. */
function requiresOf(file: ts.SourceFile): readonly ts.CallExpression[] {
  const compiler = typescript();
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (compiler.isCallExpression(node) && isNamed(node.expression, "require")) {
      const [what] = node.arguments;
      if (what && compiler.isStringLiteralLike(what) && what.text === "daggr") found.push(node);
    }
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Where nothing else of CommonJS is used, both places can be rewritten as they are. */
function fix(file: ts.SourceFile, [call, ...others]: readonly ts.CallExpression[]): readonly RuleFix[] {
  if (call === undefined || others.length > 0 || isNamedCommonJs(file)) return [];
  const imported = importFor(call);
  const exported = exportsOf(file);
  if (imported === undefined || exported === undefined) return [];
  // `require`, and the `module` and `exports` that are rewritten.
  if (namesOfCommonJs(file) !== 1 + exported.length) return [];
  return [{ title: "Write it as an ES module", edits: [imported, ...exported], safe: true }];
}

/** `const { a, b: c } = require("daggr");` as an import. */
function importFor(call: ts.CallExpression): Edit | undefined {
  const compiler = typescript();
  const declaration = call.parent;
  if (!compiler.isVariableDeclaration(declaration) || !compiler.isObjectBindingPattern(declaration.name))
    return undefined;
  const list = declaration.parent;
  if (!compiler.isVariableDeclarationList(list) || list.declarations.length !== 1) return undefined;
  const statement = list.parent;
  if (!compiler.isVariableStatement(statement)) return undefined;
  if (!compiler.isSourceFile(statement.parent)) return undefined;
  const names: string[] = [];
  for (const { name, propertyName, initializer, dotDotDotToken } of declaration.name.elements) {
    if (!compiler.isIdentifier(name) || initializer || dotDotDotToken) return undefined;
    if (propertyName && !compiler.isIdentifier(propertyName)) return undefined;
    names.push(propertyName ? `${propertyName.text} as ${name.text}` : name.text);
  }
  return { ...spanOf(statement), text: `import { ${names.join(", ")} } from "daggr";` };
}

/** `module.exports = …` at the top level, once or not at all; undefined where there are several. */
function exportsOf(file: ts.SourceFile): readonly Edit[] | undefined {
  const compiler = typescript();
  const edits = file.statements.flatMap((statement): Edit[] => {
    if (!compiler.isExpressionStatement(statement)) return [];
    const { expression } = statement;
    if (!compiler.isBinaryExpression(expression)) return [];
    const { left, operatorToken, right } = expression;
    const isExports =
      operatorToken.kind === compiler.SyntaxKind.EqualsToken &&
      compiler.isPropertyAccessExpression(left) &&
      isNamed(left.expression, "module") &&
      left.name.text === "exports";
    return isExports ? [{ start: left.getStart(), end: right.getStart(), text: "export default " }] : [];
  });
  return edits.length <= 1 ? edits : undefined;
}

const namesThere = new Set(["require", "module", "exports", "__filename", "__dirname"]);

/** How often a name is used that only CommonJS has. */
function namesOfCommonJs(file: ts.SourceFile): number {
  const compiler = typescript();
  let count = 0;
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    if (compiler.isIdentifier(node) && namesThere.has(node.text))
      count += compiler.isPropertyAccessExpression(parent) && parent.name === node ? 0 : 1;
    compiler.forEachChild(node, visit);
  };
  visit(file);
  return count;
}

function isNamed(node: ts.Node, name: string): boolean {
  return typescript().isIdentifier(node) && node.text === name;
}

function isNamedCommonJs({ fileName }: ts.SourceFile): boolean {
  return /\.c[jt]s$/.test(fileName);
}
