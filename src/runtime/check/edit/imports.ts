import { typescript, type ts } from "../../typescript.ts";
import { daggrSpecifiers } from "../model/daggr.ts";
import type { Edit } from "../rules/rule.ts";
import { isMultiLine, newLineOf } from "./text.ts";

/** Edits that make names of `daggr` available in a file. None where they are already. */
export function importNames(file: ts.SourceFile, names: readonly string[]): readonly Edit[] {
  const imports = [...daggrSpecifiers(file)].flatMap((specifier) => importOf(specifier) ?? []);
  const known = new Set(imports.flatMap((one) => one.elements.map((element) => element.name.text)));
  const missing = [...new Set(names)].filter((name) => !known.has(name) && !isRequired(file, name));
  if (missing.length === 0) return [];
  const [target] = imports;
  if (target === undefined) {
    const newLine = newLineOf(file);
    const start = file.text.startsWith("#!") ? (file.getLineStarts()[1] ?? 0) : 0;
    const text = `import { ${[...missing].sort().join(", ")} } from "daggr";${newLine}`;
    return [{ start, end: start, text }];
  }
  const all = missing.reduce(
    inserted,
    target.elements.map((element) => element.getText()),
  );
  const multiLine = isMultiLine(file, target);
  if (!multiLine) return [{ start: target.getStart(), end: target.getEnd(), text: `{ ${all.join(", ")} }` }];
  const newLine = newLineOf(file);
  return [
    {
      start: target.getStart(),
      end: target.getEnd(),
      text: `{${newLine}${all.map((one) => `  ${one},`).join(newLine)}${newLine}}`,
    },
  ];
}

/** Edits that make one name of another module available in a file. */
export function importNamesFrom(file: ts.SourceFile, module: string, name: string): readonly Edit[] {
  const compiler = typescript();
  const isThere = file.statements.some(
    (statement) =>
      compiler.isImportDeclaration(statement) &&
      new RegExp(`\\b${name}\\b`).test(statement.importClause?.getText() ?? ""),
  );
  if (isThere) return [];
  const start = file.statements[0]?.getStart() ?? 0;
  return [{ start, end: start, text: `import { ${name} } from "${module}";${newLineOf(file)}` }];
}

function importOf(specifier: ts.StringLiteral): ts.NamedImports | undefined {
  const compiler = typescript();
  const { parent } = specifier;
  if (!compiler.isImportDeclaration(parent) || parent.importClause?.phaseModifier !== undefined)
    return undefined;
  const bindings = parent.importClause?.namedBindings;
  return bindings && compiler.isNamedImports(bindings) ? bindings : undefined;
}

/** `const { gr } = require("daggr")` */
function isRequired(file: ts.SourceFile, name: string): boolean {
  const compiler = typescript();
  return file.statements.some(
    (statement) =>
      compiler.isVariableStatement(statement) &&
      statement.declarationList.declarations.some(
        (one) =>
          compiler.isObjectBindingPattern(one.name) &&
          one.initializer?.getText().startsWith("require(") &&
          one.name.elements.some((element) => element.name.getText() === name),
      ),
  );
}

/** A name among others, before the first one that comes after it; the others stay in their order. */
function inserted(names: readonly string[], name: string): string[] {
  const place = names.findIndex((other) => other.replace(/^type /, "") > name);
  return place < 0 ? [...names, name] : names.toSpliced(place, 0, name);
}
