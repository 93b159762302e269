/**
 * What is under way, by its number, such as calls and requests: entries come and go by the thousand.
 *
 * A Map is the wrong thing for that. V8 lets each table that a Map has outgrown point to the table that took its place. Once one
 * of them is in the old space, it keeps all later ones, and what they held, until the next full garbage collection. In a scatter of
 * 100,000 items that came to more than 100 MB.
 */
export class InFlight<T> {
  #entries: Record<number, T> = {};
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(id: number): boolean {
    return Object.hasOwn(this.#entries, id);
  }

  get(id: number): T | undefined {
    return this.#entries[id];
  }

  set(id: number, entry: T): void {
    if (!this.has(id)) this.#size++;
    this.#entries[id] = entry;
  }

  delete(id: number): void {
    if (!this.has(id)) return;
    this.#size--;
    delete this.#entries[id];
  }

  clear(): void {
    this.#entries = {};
    this.#size = 0;
  }

  /** In the order of their numbers. Entries may go while they are looked at. */
  entries(): [number, T][] {
    return Object.entries(this.#entries).map(([id, entry]) => [Number(id), entry]);
  }

  values(): T[] {
    return Object.values(this.#entries);
  }
}
