import type { ts } from "../../typescript.ts";
import type { Edit } from "../rules/rule.ts";

/** Takes a statement out, with its line. */
export function removedStatement(statement: ts.Statement): Edit {
  const { text } = statement.getSourceFile();
  const end = statement.getEnd();
  const rest = /^[ \t]*(\r\n|\n|\r)/.exec(text.slice(end));
  return { start: statement.getStart(), end: end + (rest?.[0].length ?? 0), text: "" };
}
