import { distance } from "fastest-levenshtein";

/** `'a', 'b', 3`: the valid options in a message. */
export function quoted(names: readonly (string | number)[]): string {
  return names.map((name) => (typeof name === "number" ? String(name) : `'${name}'`)).join(", ");
}

/** The option that comes closest to what was written, if any comes close. */
export function closest(written: string, options: readonly string[]): string | undefined {
  const ranked = options.map((option) => ({
    option,
    away: distance(written.toLowerCase(), option.toLowerCase()),
  }));
  const best = ranked.sort((one, other) => one.away - other.away)[0];
  return best && best.away <= Math.max(2, Math.floor(written.length / 2)) ? best.option : undefined;
}

/** " Did you mean 'x'?" where an option comes close, else nothing. */
export function didYouMean(written: string, options: readonly string[]): string {
  const best = closest(written, options);
  return best === undefined ? "" : ` Did you mean '${best}'?`;
}
