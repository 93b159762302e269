import { endOfText } from "./json-text.ts";

// Python's integers have any length; JavaScript's numbers hold integers up to 2^53. Beyond it, the digits are kept beside a value.

/**
 * Integers that JavaScript's numbers do not hold, as JavaScript writes them → the digits that were sent. The digits are empty where
 * several integers look the same.
 */
export type ExactIntegers = Readonly<Record<string, string>>;

const isInteger = /^-?\d{16,}$/;

/** The integers of a JSON text that lose digits when it is parsed; undefined where there are none, as nearly always. */
export function exactIntegersIn(json: string): ExactIntegers | undefined {
  if (!/\d{16}/.test(json)) return undefined;
  const found: ExactIntegers[] = [];
  forEachInteger(json, (digits) => {
    const inexact = String(Number(digits));
    if (inexact !== digits && isInteger.test(digits)) found.push({ [inexact]: digits });
  });
  return mergedIntegers(found);
}

/** A JSON text that JavaScript wrote, with the digits that its numbers do not hold. */
export function withExactIntegers(json: string, exact: ExactIntegers | undefined): string {
  if (exact === undefined || Object.keys(exact).length === 0) return json;
  let end = 0;
  let written = "";
  forEachInteger(json, (inexact, start) => {
    const digits = Object.hasOwn(exact, inexact) ? exact[inexact] : undefined;
    // They come from the disk, too, and are written as they are.
    if (digits === undefined || !isInteger.test(digits)) return;
    written += json.slice(end, start) + digits;
    end = start + inexact.length;
  });
  return written + json.slice(end);
}

export function mergedIntegers(all: Iterable<ExactIntegers | undefined>): ExactIntegers | undefined {
  const merged: Record<string, string> = {};
  let isEmpty = true;
  for (const exact of all)
    for (const [inexact, digits] of Object.entries(exact ?? {})) {
      isEmpty = false;
      merged[inexact] = (merged[inexact] ?? digits) === digits ? digits : "";
    }
  return isEmpty ? undefined : merged;
}

/** Visits the integers of at least 16 digits, outside of texts. JavaScript writes those from 10^21 on with an exponent. */
function forEachInteger(json: string, visit: (digits: string, start: number) => void): void {
  const token = /"|-?\d[\d.eE+-]*/g;
  for (let match = token.exec(json); match; match = token.exec(json)) {
    const [found] = match;
    if (found === '"') token.lastIndex = endOfText(json, match.index) + 1;
    else if (isInteger.test(found) || /^-?\d(\.\d+)?e\+\d+$/.test(found)) visit(found, match.index);
  }
}
