import type { ts } from "../../typescript.ts";

/** A property's name as it is written in an object. */
export function keyText(name: string): string {
  return isIdentifier(name) ? name : JSON.stringify(name);
}

export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

/** A text in the quotes of another literal. */
export function quotedLike(literal: ts.Node, text: string): string {
  const quote = literal.getText()[0];
  if (quote === "'")
    return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  return JSON.stringify(text);
}

/** A JSON value as code, in the way Prettier writes it on one line. */
export function literalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalText).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value).map(([name, field]) => `${keyText(name)}: ${literalText(field)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/**
 * A JSON value as code, over several lines where it gets too long: as Prettier does by default. `before` is the number of
 * characters before it on its line; further lines are indented relatively to that line.
 */
export function layoutText(value: unknown, before: number): string {
  const flat = literalText(value);
  if (typeof value !== "object" || value === null || before + flat.length <= 78) return flat;
  const isList = Array.isArray(value);
  const parts = isList
    ? (value as readonly unknown[]).map((one) => layoutText(one, 2))
    : Object.entries(value).map(
        ([name, field]) => `${keyText(name)}: ${layoutText(field, keyText(name).length + 4)}`,
      );
  const lines = parts.map((part) => `  ${part.replaceAll("\n", "\n  ")},`).join("\n");
  return isList ? `[\n${lines}\n]` : `{\n${lines}\n}`;
}

/** The whitespace before the first character of a node's line. */
export function indentAt(file: ts.SourceFile, position: number): string {
  const { line } = file.getLineAndCharacterOfPosition(position);
  const start = file.getPositionOfLineAndCharacter(line, 0);
  return /^[ \t]*/.exec(file.text.slice(start, position))?.[0] ?? "";
}

/** One step of indentation as the file does it. */
export function indentStep(file: ts.SourceFile): string {
  const found = /\n(\t| {2,8})(?=\S)/.exec(file.text)?.[1];
  return found ?? "  ";
}

/** How the file ends its lines: as it ends the first one. */
export function newLineOf(file: ts.SourceFile): string {
  return /\r\n|\n|\r/.exec(file.text)?.[0] ?? "\n";
}

function startLine(file: ts.SourceFile, node: ts.Node): number {
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line;
}

/** Whether a node begins and ends on different lines. */
export function isMultiLine(file: ts.SourceFile, node: ts.Node): boolean {
  return startLine(file, node) !== file.getLineAndCharacterOfPosition(node.getEnd()).line;
}
