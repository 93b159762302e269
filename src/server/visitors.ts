import type { Visitor } from "./access/logins.ts";

/** Users who left and whose graphs stay open all the same, so that coming back soon costs nothing. */
const mostGone = 8;

/**
 * Which users are here: as long as a request, a page or a call of theirs is. What is open for a user who left is closed when enough
 * others left later. The one local user is always here.
 */
export class Visitors {
  /** How often each one entered and did not leave yet. */
  readonly #here = new Map<string, number>();
  /** The one who left last stands last. */
  readonly #gone = new Set<string>();

  /** @param close false: something of theirs still runs, so it has to stay open */
  constructor(
    private readonly close: (user: string) => boolean,
    private readonly most = mostGone,
  ) {}

  /** Somebody is here until what is given back is called. */
  enter({ user }: Visitor): () => void {
    if (user === undefined) return () => {};
    this.#here.set(user, (this.#here.get(user) ?? 0) + 1);
    this.#gone.delete(user);
    let left = false;
    return () => {
      if (!left) this.#leave(user);
      left = true;
    };
  }

  #leave(user: string): void {
    const others = this.#here.get(user)! - 1;
    if (others > 0) return void this.#here.set(user, others);
    this.#here.delete(user);
    this.#gone.add(user);
    for (const gone of this.#gone) {
      if (this.#gone.size <= this.most) break;
      if (this.close(gone)) this.#gone.delete(gone);
    }
  }
}
