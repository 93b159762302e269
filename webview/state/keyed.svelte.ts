import { SvelteMap } from "svelte/reactivity";

/**
 * A record whose entries are reactive one by one: when one node's state changes, only what reads that node is updated.
 */
export class Keyed<T> {
  readonly #entries = new SvelteMap<string, T>();
  #now: Readonly<Record<string, T>> = {};

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  set(record: Readonly<Record<string, T>>): void {
    const before = this.#now;
    if (record === before) return;
    this.#now = record;
    for (const key of Object.keys(before)) if (!Object.hasOwn(record, key)) this.#entries.delete(key);
    for (const [key, value] of Object.entries(record))
      if (before[key] !== value) this.#entries.set(key, value);
  }
}
