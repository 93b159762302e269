/** A name that can stand in an address and be a parameter in Python. */
export function slug(name: string, fallback: string): string {
  const plain = name
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  if (plain === "") return fallback;
  return /^\d/.test(plain) ? `_${plain}` : plain;
}

/** Names that are told apart: a second one of the same gets a number. */
export class NameList {
  readonly #taken: Set<string>;

  constructor(taken: readonly string[] = []) {
    this.#taken = new Set(taken);
  }

  add(name: string): string {
    let free = name;
    for (let count = 2; this.#taken.has(free); count += 1) free = `${name}_${count}`;
    this.#taken.add(free);
    return free;
  }
}
