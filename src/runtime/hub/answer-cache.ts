import type { Cached, DiskCache } from "./disk-cache.ts";
import { abortable } from "./shared-task.ts";

/** How old an answer may be, in milliseconds, before it is asked for again. */
export interface Age {
  /** Until then it is given out as it is. */
  readonly fresh: number;
  /** Until then it is given out while a newer one is fetched in the background. */
  readonly usable: number;
}

/**
 * Answers to one kind of request, cached on disk. Equal requests at the same time are sent once; an old answer is refreshed in
 * the background; if a request fails, an old answer is returned.
 */
export class AnswerCache<T> {
  readonly #pending = new Map<string, Promise<T>>();

  constructor(
    private readonly cache: DiskCache,
    private readonly kind: string,
    private readonly age: (value: T) => Age,
    private readonly ask: (key: string) => Promise<T>,
  ) {}

  /** The last answer of any age; sends no request. */
  peek(key: string): Cached<T> | undefined {
    return this.cache.get<T>(this.kind, key);
  }

  /** An answer that came by another way. */
  async put(key: string, value: T): Promise<void> {
    await this.cache.set(this.kind, key, value);
  }

  async get(
    key: string,
    options: { readonly fresh?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<T> {
    const known = options.fresh ? undefined : this.peek(key);
    const passed = known ? Date.now() - known.savedAt : 0;
    const limits = known ? this.age(known.value) : { fresh: 0, usable: 0 };
    if (known && passed < limits.fresh) return known.value;
    const asked = this.#ask(key);
    if (!known) return abortable(asked, options.signal);
    const asYetGood = known.value;
    const better = asked.catch(() => asYetGood);
    return passed < limits.usable ? asYetGood : abortable(better, options.signal);
  }

  #ask(key: string): Promise<T> {
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = this.ask(key)
        .then(async (value) => (await this.cache.set(this.kind, key, value)).value)
        .finally(() => this.#pending.delete(key));
      this.#pending.set(key, pending);
    }
    return pending;
  }
}
