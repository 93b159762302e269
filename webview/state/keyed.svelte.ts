import { untrack } from "svelte";

class Cell<T> {
  value = $state.raw<T | undefined>();
}

/**
 * A record of which each entry is watched by itself: when one node's state changes, only what reads that node is drawn again.
 */
export class Keyed<T> {
  readonly #cells = new Map<string, Cell<T>>();
  #record = $state.raw<Readonly<Record<string, T>>>({});

  get(key: string): T | undefined {
    let cell = this.#cells.get(key);
    if (!cell) {
      // A signal that a derived value makes by itself is none that it watches: the cell must be nobody's.
      cell = untrack(() => new Cell<T>());
      cell.value = this.#now[key];
      this.#cells.set(key, cell);
    }
    return cell.value;
  }

  /** All entries; whoever reads this is drawn again whenever any of them changes. */
  get all(): Readonly<Record<string, T>> {
    return this.#record;
  }

  #now: Readonly<Record<string, T>> = {};

  set(record: Readonly<Record<string, T>>): void {
    if (record === this.#now) return;
    this.#now = record;
    this.#record = record;
    for (const [key, cell] of this.#cells) cell.value = Object.hasOwn(record, key) ? record[key] : undefined;
  }
}
