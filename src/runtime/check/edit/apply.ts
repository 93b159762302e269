import type { Fix, TextEdit } from "../../protocol/language.ts";
import { offsetAt } from "../project/documents.ts";

/** A text with edits of one file applied. Edits must not overlap; equal ones count once. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const pieces = distinct(edits)
    .map(({ range, newText }) => ({
      start: offsetAt(text, range.start),
      end: offsetAt(text, range.end),
      newText,
    }))
    .sort((a, b) => b.start - a.start || b.end - a.end);
  let result = text;
  for (const { start, end, newText } of pieces) result = result.slice(0, start) + newText + result.slice(end);
  return result;
}

/** As many fixes as go together: the first of those that touch the same text wins, the others may go next time. */
export function compatible(fixes: readonly Fix[]): readonly Fix[] {
  const taken: TextEdit[] = [];
  return fixes.filter(({ edits }) => {
    const fresh = edits.filter((edit) => !taken.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => taken.some((other) => overlap(edit, other)))) return false;
    taken.push(...fresh);
    return true;
  });
}

function distinct(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.filter((edit, index) => edits.findIndex((other) => isSame(edit, other)) === index);
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function overlap(a: TextEdit, b: TextEdit): boolean {
  const order = ({ line, character }: TextEdit["range"]["start"]) => line * 1e6 + character;
  return (
    a.file === b.file &&
    order(a.range.start) <= order(b.range.end) &&
    order(b.range.start) <= order(a.range.end)
  );
}
