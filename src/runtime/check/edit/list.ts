import type { ts } from "../../typescript.ts";
import type { Edit } from "../rules/rule.ts";
import { indentAt, isMultiLine, newLineOf } from "./text.ts";

/** Writes one more element at the end of a list. */
export function addElement(list: ts.ArrayLiteralExpression, element: string): Edit {
  const file = list.getSourceFile();
  const last = list.elements.at(-1);
  const close = list.getEnd() - 1;
  if (last === undefined) return { start: list.getStart() + 1, end: close, text: element };
  if (!isMultiLine(file, list)) return { start: last.getEnd(), end: close, text: `, ${element}` };
  const comma = file.text.slice(last.getEnd(), close).indexOf(",");
  const start = comma < 0 ? last.getEnd() : last.getEnd() + comma + 1;
  const indent = indentAt(file, last.getStart());
  return { start, end: start, text: `${comma < 0 ? "," : ""}${newLineOf(file)}${indent}${element},` };
}
