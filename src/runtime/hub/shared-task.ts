interface Work<T, News> {
  readonly result: Promise<T>;
  readonly listeners: Set<(news: News) => void>;
  readonly stop: AbortController;
  waiters: number;
}

/**
 * Tasks that run once for several callers. Each caller hears the progress and may give up alone; a task that nobody waits for
 * is stopped. Results are not kept.
 */
export class SharedTasks<T, News> {
  readonly #work = new Map<string, Work<T, News>>();

  async get(
    key: string,
    start: (signal: AbortSignal, tell: (news: News) => void) => Promise<T>,
    signal: AbortSignal,
    onNews: (news: News) => void,
  ): Promise<T> {
    signal.throwIfAborted();
    const work = this.#work.get(key) ?? this.#start(key, start);
    const listener = (news: News) => onNews(news);
    work.listeners.add(listener);
    work.waiters += 1;
    try {
      return await abortable(work.result, signal);
    } finally {
      work.listeners.delete(listener);
      work.waiters -= 1;
      if (work.waiters === 0) {
        work.stop.abort();
        // A later caller must not get a task that is being stopped.
        if (this.#work.get(key) === work) this.#work.delete(key);
      }
    }
  }

  #start(key: string, start: (signal: AbortSignal, tell: (news: News) => void) => Promise<T>): Work<T, News> {
    const listeners = new Set<(news: News) => void>();
    const stop = new AbortController();
    const work: Work<T, News> = {
      result: start(stop.signal, (news) => listeners.forEach((listener) => listener(news))),
      listeners,
      stop,
      waiters: 0,
    };
    this.#work.set(key, work);
    work.result
      .catch(() => {})
      .finally(() => {
        if (this.#work.get(key) === work) this.#work.delete(key);
      });
    return work;
  }
}

/** A shared promise for one waiter, who may give up without ending it for the others. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  promise.catch(() => {});
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
