import { typescript, type ts } from "../../../typescript.ts";
import { importNamesFrom } from "../../edit/imports.ts";
import { indentAt, newLineOf } from "../../edit/text.ts";
import type { Entry, FunctionFacts } from "../../model/model.ts";
import { bare } from "../../model/values.ts";
import { type Edit, type RuleFix, spanOf } from "../rule.ts";

/** Changes of a function that make what it returns the value of its only output. */
export function returnFixes(
  { declaration }: FunctionFacts,
  entry: Entry,
  returned: ts.Type,
  file: ts.SourceFile,
): readonly RuleFix[] {
  const compiler = typescript();
  if (declaration?.getSourceFile() !== file) return [];
  if (
    !compiler.isArrowFunction(declaration) &&
    !compiler.isFunctionExpression(declaration) &&
    !compiler.isFunctionDeclaration(declaration)
  )
    return [];
  const { Void, Undefined } = compiler.TypeFlags;
  if (returned.flags & (Void | Undefined)) return forgottenReturn(declaration);
  if (isBinary(returned)) return writtenToFile(declaration, entry, returned, file);
  return unwrapped(declaration, entry);
}

type WrittenFunction = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;

/** `{ text.toUpperCase(); }` */
function forgottenReturn({ body }: WrittenFunction): readonly RuleFix[] {
  const compiler = typescript();
  const last = body && compiler.isBlock(body) ? body.statements.at(-1) : undefined;
  if (last === undefined || !compiler.isExpressionStatement(last)) return [];
  const { kind } = last.expression;
  const isValue = kind === compiler.SyntaxKind.CallExpression || kind === compiler.SyntaxKind.AwaitExpression;
  if (!isValue && !compiler.isIdentifier(last.expression) && !compiler.isTemplateExpression(last.expression))
    return [];
  const start = last.getStart();
  return [{ title: "Return the last value", edits: [{ start, end: start, text: "return " }], safe: false }];
}

/** `return { image: path };`, or a generator's `yield { image: path };`, where `image` is the only output. */
function unwrapped(fn: WrittenFunction, { name }: Entry): readonly RuleFix[] {
  const compiler = typescript();
  const edits: Edit[] = [];
  for (const expression of [...yieldedBy(fn), ...returnedBy(fn)]) {
    const object = bare(expression);
    if (!compiler.isObjectLiteralExpression(object)) return [];
    const [only, ...others] = object.properties;
    if (only?.name?.getText() !== name || others.length > 0) return [];
    const value = compiler.isPropertyAssignment(only) ? only.initializer : only.name;
    edits.push({ ...spanOf(expression), text: value.getText() });
  }
  return edits.length === 0 ? [] : [{ title: `Return '${name}' itself`, edits, safe: false }];
}

/** The expressions that a function returns. */
function returnedBy({ body }: WrittenFunction): readonly ts.Expression[] {
  const compiler = typescript();
  if (body === undefined) return [];
  return compiler.isBlock(body) ? expressionsIn(body, compiler.isReturnStatement) : [body];
}

/** The expressions that a generator yields, without those of other generators that it passes on. */
function yieldedBy({ body }: WrittenFunction): readonly ts.Expression[] {
  const compiler = typescript();
  if (body === undefined) return [];
  const isOwn = (node: ts.Node): node is ts.YieldExpression =>
    compiler.isYieldExpression(node) && node.asteriskToken === undefined;
  return expressionsIn(body, isOwn);
}

/** What stands behind `return` or `yield` in a function, not in those within it. */
function expressionsIn(
  body: ts.Node,
  isWanted: (node: ts.Node) => node is ts.ReturnStatement | ts.YieldExpression,
): readonly ts.Expression[] {
  const compiler = typescript();
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isWanted(node) && node.expression) found.push(node.expression);
    else if (!compiler.isFunctionLike(node)) compiler.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function isBinary(type: ts.Type): boolean {
  return /^(Buffer|Uint8Array|ArrayBuffer)$/.test(type.symbol?.name ?? "");
}

const endings: Readonly<Record<string, string>> = {
  Image: "png",
  Audio: "wav",
  Video: "mp4",
  Model3D: "glb",
  File: "bin",
};

/** Bytes become a file in `context.files`, and its path is returned. */
function writtenToFile(
  fn: WrittenFunction,
  entry: Entry,
  returned: ts.Type,
  file: ts.SourceFile,
): readonly RuleFix[] {
  const compiler = typescript();
  const component = /^gr\.(\w+)/.exec(entry.value?.getText() ?? "")?.[1] ?? "";
  const ending = endings[component];
  const expressions = returnedBy(fn);
  const [expression] = expressions;
  const { body } = fn;
  if (ending === undefined || expression === undefined || expressions.length > 1 || body === undefined)
    return [];
  const context = contextEdits(fn);
  if (context === undefined) return [];
  const { name, edits: parameters } = context;
  const newLine = newLineOf(file);
  const isBuffer = returned.symbol?.name !== "ArrayBuffer";
  const bytes = isBuffer ? expression.getText() : `new Uint8Array(${expression.getText()})`;
  const lines = [
    `const path = join(${name}.files, "${entry.name}.${ending}");`,
    `await writeFile(path, ${bytes});`,
    "return path;",
  ];
  const statement = expression.parent;
  const isBlock = compiler.isBlock(body);
  if (isBlock && (!compiler.isReturnStatement(statement) || statement.parent !== body)) return [];
  const indent = indentAt(file, statement.getStart());
  const edit = isBlock
    ? { ...spanOf(statement), text: lines.join(newLine + indent) }
    : { ...spanOf(body), text: `{ ${lines.join(" ")} }` };
  const isAsync = fn.modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.AsyncKeyword) ?? false;
  const start = fn.getStart();
  return [
    {
      title: "Write it to a file and return the file's path",
      edits: [
        ...importNamesFrom(file, "node:path", "join"),
        ...importNamesFrom(file, "node:fs/promises", "writeFile"),
        ...(isAsync ? [] : [{ start, end: start, text: "async " }]),
        ...parameters,
        edit,
      ],
      safe: false,
    },
  ];
}

/** The name of the context in a function, which takes it where it did not. */
function contextEdits({
  parameters,
}: WrittenFunction): { readonly name: string; readonly edits: readonly Edit[] } | undefined {
  const compiler = typescript();
  const [first, second] = parameters;
  if (second !== undefined)
    return compiler.isIdentifier(second.name) ? { name: second.name.text, edits: [] } : undefined;
  if (first === undefined || !compiler.isObjectBindingPattern(first.name)) return undefined;
  const end = first.getEnd();
  return { name: "context", edits: [{ start: end, end, text: ", context" }] };
}
