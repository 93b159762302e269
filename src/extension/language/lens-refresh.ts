/**
 * Notifies VS Code that lenses changed. VS Code waits for silence before it looks, so notifying it of every step of a running graph
 * would keep it from ever looking. It is notified again only after it looked, and not more often than the pace.
 */
export class LensRefresh {
  #looked = true;
  #due = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly notify: () => void,
    /** Milliseconds between two times. */
    private readonly pace: number,
  ) {}

  /** There is something new to see. */
  changed(): void {
    this.#due = true;
    this.#next();
  }

  /** VS Code sees everything as it is now. */
  looked(): void {
    this.#due = false;
    this.#looked = true;
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #next(): void {
    if (!this.#due || !this.#looked || this.#timer !== undefined) return;
    this.#due = false;
    this.#looked = false;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#next();
    }, this.pace);
    this.notify();
  }
}
