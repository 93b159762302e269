import { distance } from "fastest-levenshtein";

/** `'a', 'b', 3`: the valid options in a message. */
export function quoteList(names: readonly (string | number)[]): string {
  return names.map((name) => (typeof name === "number" ? String(name) : `'${name}'`)).join(", ");
}

/** The most similar option, if any is similar enough. */
export function findClosest(written: string, options: readonly string[]): string | undefined {
  const [best] = sortBySimilarity(written, options);
  return best !== undefined && isSimilar(written, best) ? best : undefined;
}

/** Options, the one most like what was written first. */
export function sortBySimilarity(written: string, options: readonly string[]): readonly string[] {
  return options
    .map((option) => ({ option, away: editDistance(written, option) }))
    .sort((one, other) => one.away - other.away)
    .map(({ option }) => option);
}

/** Whether a word is like another at all: `/infer` is like `/image`, `Zoe` is not like `Bob`. */
export function isSimilar(written: string, option: string): boolean {
  const [one, other] = withoutSharedOwner(written, option);
  const length = Math.max(one.length, other.length);
  const distance = editDistance(one, other);
  if (distance <= Math.floor(length / 2)) return true;
  return distance <= Math.floor(length * 0.67) && firstLetter(one) === firstLetter(other);
}

/**
 * Whether one is a plain slip of another, so that nobody can have meant something else: a letter or two, never a digit, and no
 * other option is as close.
 */
export function isObviousTypo(
  written: string,
  option: string,
  options: readonly string[] = [option],
): boolean {
  const [one, other] = withoutSharedOwner(written, option);
  const distance = isTransposition(one, other) ? 1 : editDistance(one, other);
  if (distance > Math.max(1, Math.floor(other.length / 3)) || withoutDigits(one) === withoutDigits(other))
    return distance === 0;
  return options.every(
    (rival) => rival === option || editDistance(written, rival) > editDistance(written, option),
  );
}

/** Two neighbouring letters exchanged. */
function isTransposition(one: string, other: string): boolean {
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return at >= 0 && one.slice(0, at) + (one[at + 1] ?? "") + (one[at] ?? "") + one.slice(at + 2) === other;
}

/** Ids of one owner differ by their names only. */
function withoutSharedOwner(one: string, other: string): readonly [string, string] {
  const end = one.lastIndexOf("/") + 1;
  return end > 1 && one.slice(0, end) === other.slice(0, end)
    ? [one.slice(end), other.slice(end)]
    : [one, other];
}

function firstLetter(word: string): string | undefined {
  return /[\p{L}\p{N}]/u.exec(word.toLowerCase())?.[0];
}

function withoutDigits(word: string): string {
  return word.toLowerCase().replace(/\d+/g, "");
}

function editDistance(written: string, option: string): number {
  return distance(written.toLowerCase(), option.toLowerCase());
}

/** The valid options as in `quoted`: the closest first, at most twenty. */
export function quoteClosestFirst(written: string, options: readonly string[]): string {
  const shown = sortBySimilarity(written, options).slice(0, 20);
  const more = options.length - shown.length;
  return quoteList(shown) + (more > 0 ? ` and ${more} more` : "");
}

/** " Did you mean 'x'?" where an option comes close, else nothing. */
export function didYouMean(written: string, options: readonly string[]): string {
  const best = findClosest(written, options);
  return best === undefined ? "" : ` Did you mean '${best}'?`;
}
