/** Messages that wait for a slow reader before some take the place of others. */
const mostWaiting = 200;
/** Milliseconds without a message after which a sign of life is due, so that nothing on the way closes the connection. */
const silence = 15_000;

/** `silent`: nothing came for a while. */
type Next<T> =
  { readonly type: "message"; readonly message: T } | { readonly type: "silent" } | { readonly type: "end" };

/** Messages that wait for one reader, who may come later and may be slow. */
export class MessageQueue<T> {
  #waiting: T[] = [];
  #ended = false;
  #wake: () => void = () => {};

  /**
   * @param isOfSameKind where many messages wait already, this one takes the place of the last of its kind: it says all that the
   * reader needs to know
   */
  push(message: T, isOfSameKind: (waiting: T) => boolean = () => false): void {
    if (this.#ended) return;
    const last = this.#waiting.length < mostWaiting ? -1 : this.#waiting.findLastIndex(isOfSameKind);
    if (last < 0) this.#waiting.push(message);
    else this.#waiting[last] = message;
    this.#wake();
  }

  /** No message follows. The reader gets those that wait. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Nobody reads on. */
  clear(): void {
    this.#waiting = [];
    this.end();
  }

  async next(): Promise<Next<T>> {
    const isSilent = this.#waiting.length === 0 && !this.#ended && !(await this.#comes());
    if (this.#waiting.length > 0) return { type: "message", message: this.#waiting.shift()! };
    return { type: isSilent ? "silent" : "end" };
  }

  #comes(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), silence);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
  }
}
