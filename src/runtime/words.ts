import { distance } from "fastest-levenshtein";

/** `'a', 'b', 3`: the valid options in a message. */
export function quoted(names: readonly (string | number)[]): string {
  return names.map((name) => (typeof name === "number" ? String(name) : `'${name}'`)).join(", ");
}

/** The option that comes closest to what was written, if any comes close. */
export function closest(written: string, options: readonly string[]): string | undefined {
  const [best] = byCloseness(written, options);
  return best !== undefined && comesClose(written, best) ? best : undefined;
}

/** Options, the one most like what was written first. */
export function byCloseness(written: string, options: readonly string[]): readonly string[] {
  return options
    .map((option) => ({ option, away: away(written, option) }))
    .sort((one, other) => one.away - other.away)
    .map(({ option }) => option);
}

/** Whether one is a plain slip of the other, so that nobody can have meant something else. */
export function isSlip(written: string, option: string): boolean {
  return away(written, option) <= Math.max(2, Math.floor(option.length / 3));
}

/** Whether a word is like another at all. */
export function comesClose(written: string, option: string): boolean {
  return away(written, option) <= Math.max(2, Math.floor(Math.max(written.length, option.length) * 0.67));
}

function away(written: string, option: string): number {
  return distance(written.toLowerCase(), option.toLowerCase());
}

/** The valid options as in `quoted`: the closest first, at most twenty. */
export function quotedClosest(written: string, options: readonly string[]): string {
  const shown = byCloseness(written, options).slice(0, 20);
  const more = options.length - shown.length;
  return quoted(shown) + (more > 0 ? ` and ${more} more` : "");
}

/** " Did you mean 'x'?" where an option comes close, else nothing. */
export function didYouMean(written: string, options: readonly string[]): string {
  const best = closest(written, options);
  return best === undefined ? "" : ` Did you mean '${best}'?`;
}
