import type { ts } from "../../typescript.ts";
import type { Edit } from "./edit.ts";
import { indentAt, indentStep, isMultiLine, newLineOf } from "./text.ts";

/** How wide a line may get before an object is written over several: as wide as the file has them, within reason. */
function widthOf(file: ts.SourceFile): number {
  const longest = Math.max(...file.text.split(/\r\n|\n|\r/).map((line) => line.length));
  return Math.min(Math.max(longest, 80), 120);
}

/** Writes further properties at the end of an object, in the object's own way: one per line or on its line. */
export function addProperties(object: ts.ObjectLiteralExpression, properties: readonly string[]): Edit {
  const file = object.getSourceFile();
  const last = object.properties.at(-1);
  const close = object.getEnd() - 1;
  const flat = ` ${properties.join(", ")} `;
  const lineStart = file.getPositionOfLineAndCharacter(
    file.getLineAndCharacterOfPosition(object.getStart()).line,
    0,
  );
  const wouldBe = object.getEnd() - lineStart + flat.length + 2;
  const multiLine =
    isMultiLine(file, object) || wouldBe > widthOf(file) || properties.some((one) => one.includes("\n"));
  if (!multiLine) {
    if (last === undefined) return { start: object.getStart() + 1, end: close, text: flat };
    return { start: last.getEnd(), end: close, text: `, ${properties.join(", ")} ` };
  }
  const outer = indentAt(file, object.getStart());
  const inner = outer + indentStep(file);
  const newLine = newLineOf(file);
  const lines = properties.map((one) => `${inner}${one.replaceAll("\n", newLine + inner)},`);
  if (last !== undefined && isMultiLine(file, object)) {
    const { text } = file;
    const comma = text.slice(last.getEnd(), close).indexOf(",");
    const start = comma < 0 ? last.getEnd() : last.getEnd() + comma + 1;
    return { start, end: start, text: `${comma < 0 ? "," : ""}${newLine}${lines.join(newLine)}` };
  }
  // A one-line object that gets too long is written again, one property per line.
  const existing = object.properties.map((one) => `${inner}${one.getText()},`);
  const body = [...existing, ...lines].join(newLine);
  return { start: object.getStart() + 1, end: close, text: `${newLine}${body}${newLine}${outer}` };
}

/** Takes one element out of a list or object, with its comma and, where it stands alone on its lines, the lines. */
export function removeElement(element: ts.Node, siblings: ts.NodeArray<ts.Node>): Edit {
  const file = element.getSourceFile();
  const { text } = file;
  const index = siblings.indexOf(element);
  if (siblings.length === 1) {
    const { parent } = element;
    return { start: parent.getStart(file) + 1, end: parent.getEnd() - 1, text: "" };
  }
  const next = siblings[index + 1];
  const before = siblings[index - 1];
  let end = element.getEnd();
  const comma = /^\s*,/.exec(text.slice(end));
  if (comma) end += comma[0].length;
  let start = element.getStart(file);
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const restOfLine = /^[ \t]*(\r?\n|$)/.exec(text.slice(end));
  if (text.slice(lineStart, start).trim() === "" && restOfLine)
    return { start: lineStart, end: end + restOfLine[0].length, text: "" };
  if (next !== undefined) end = next.getStart(file);
  else if (before !== undefined) start = before.getEnd();
  return { start, end, text: "" };
}
