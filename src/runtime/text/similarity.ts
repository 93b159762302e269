import { distance } from "fastest-levenshtein";

/** `'a', 'b', 3`: the valid options in a message. */
export function quoteList(names: readonly (string | number)[]): string {
  return names.map((name) => (typeof name === "number" ? String(name) : `'${name}'`)).join(", ");
}

/** The most similar option, or undefined if none is similar enough. */
export function findClosest(written: string, options: readonly string[]): string | undefined {
  return sortBySimilarity(written, options).find((option) => isSimilar(written, option));
}

/** The options, the most similar to `written` first. */
export function sortBySimilarity(written: string, options: readonly string[]): readonly string[] {
  return options
    .map((option) => ({ option, edits: editDistance(written, option) }))
    .sort((a, b) => a.edits - b.edits)
    .map(({ option }) => option);
}

/** Whether at least half of two words is the same. */
export function isHalfAlike(written: string, option: string): boolean {
  const [word, target] = withoutSharedOwner(written, option);
  return editDistance(word, target) <= Math.floor(Math.max(word.length, target.length) / 2);
}

/**
 * Whether one word may be meant by another: at most a third of its letters differ (`/imge`, `sead`), it is a shortened form (`img`
 * for `image`), or a whole word is the same (`/generate` for `/generate_image`). Words that merely look alike, such as `resize` and
 * `remove`, are not similar.
 */
export function isSimilar(written: string, option: string): boolean {
  const [word, target] = withoutSharedOwner(written, option).map((one) => one.toLowerCase()) as [
    string,
    string,
  ];
  // Another number is another thing.
  if (/^\P{L}+$/u.test(word + target)) return word === target;
  const length = Math.max(word.length, target.length);
  // Of a single letter nothing is left.
  const most = length === 1 ? 0 : Math.max(1, Math.floor(length / 3));
  return (
    editDistance(word, target) <= most ||
    isTransposition(word, target) ||
    isShortened(word, target) ||
    isShortened(target, word) ||
    sharesWord(word, target)
  );
}

/** `img` for `image`, `desc` for `description`: its letters in their order, from the first one on. */
function isShortened(short: string, long: string): boolean {
  if (short.length < 3 || short[0] !== long[0] || short.length > long.length) return false;
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}

/** Ids of the Hub are compared as a whole: many a name has `base` or `turbo` in it. */
function sharesWord(one: string, other: string): boolean {
  const wordsOf = (text: string) => (text.lastIndexOf("/") > 0 ? [] : text.split(/[^\p{L}\p{N}]+/u));
  const words = wordsOf(other);
  return wordsOf(one).some((word) => word.length > 3 && words.includes(word));
}

/**
 * Whether `written` is a typing error for `option` that leaves no doubt: a few letters differ, never only digits, and no other
 * option is as close.
 */
export function isObviousTypo(
  written: string,
  option: string,
  options: readonly string[] = [option],
): boolean {
  const [word, target] = withoutSharedOwner(written, option);
  const distance = isTransposition(word, target) ? 1 : editDistance(word, target);
  if (distance > Math.max(1, Math.floor(target.length / 3)) || withoutDigits(word) === withoutDigits(target))
    return distance === 0;
  return options.every(
    (rival) => rival === option || editDistance(written, rival) > editDistance(written, option),
  );
}

/** Whether the words differ only by two neighbouring letters that are swapped. */
function isTransposition(word: string, target: string): boolean {
  const at = [...word].findIndex((letter, index) => letter !== target[index]);
  return (
    at >= 0 && word.slice(0, at) + (word[at + 1] ?? "") + (word[at] ?? "") + word.slice(at + 2) === target
  );
}

/** Removes the owner from two ids if it is the same, so that only the names are compared. */
function withoutSharedOwner(word: string, target: string): readonly [string, string] {
  const end = word.lastIndexOf("/") + 1;
  return end > 1 && word.slice(0, end) === target.slice(0, end)
    ? [word.slice(end), target.slice(end)]
    : [word, target];
}

function withoutDigits(word: string): string {
  return word.toLowerCase().replace(/\d+/g, "");
}

function editDistance(written: string, option: string): number {
  return distance(written.toLowerCase(), option.toLowerCase());
}

/** The valid options as in `quoteList`, the most similar first, at most twenty. */
export function quoteClosestFirst(written: string, options: readonly string[]): string {
  const shown = sortBySimilarity(written, options).slice(0, 20);
  const more = options.length - shown.length;
  return quoteList(shown) + (more > 0 ? ` and ${more} more` : "");
}

/** " Did you mean 'x'?" if an option is similar, otherwise an empty text. */
export function didYouMean(written: string, options: readonly string[]): string {
  const best = findClosest(written, options);
  return best === undefined ? "" : ` Did you mean '${best}'?`;
}
