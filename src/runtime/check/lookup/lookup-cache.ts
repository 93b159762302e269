import { failureOf } from "../../failures/failure.ts";
import type { StepFailure } from "../../failures/failure.ts";
import type { LookupAnswer } from "./service-lookup.ts";

/** How answers of one kind are found. */
export interface LookupSource<T> {
  /** From an earlier session, without waiting. */
  cached(id: string): T | undefined;
  fetch(id: string): Promise<LookupAnswer<T>>;
}

interface State<T> {
  answer: LookupAnswer<T>;
  /** Milliseconds since 1970; of the last question. */
  wanted: number;
  /** When it was answered last. */
  answered: number;
  /** Settles when the question that is under way is answered. */
  asking: Promise<void> | undefined;
}

/** After how many milliseconds an answer is asked for again, by kind. */
const ages: Readonly<Record<LookupAnswer<unknown>["kind"], number>> = {
  known: 10 * 60_000,
  unusable: 60_000,
  missing: 60_000,
  unverified: 30_000,
  pending: 0,
};

/** Answers at once from the cache, and asks in the background for what is missing or old. */
export class LookupCache<T> {
  readonly #states = new Map<string, State<T>>();
  readonly #running = new Set<Promise<void>>();
  /** New ids wait here until no newer one came for a while. */
  #waiting:
    { readonly timer: NodeJS.Timeout; readonly done: Promise<void>; readonly finish: () => void } | undefined;

  constructor(
    private readonly source: LookupSource<T>,
    private readonly changed: () => void,
    private readonly patience: number,
  ) {}

  answer(id: string): LookupAnswer<T> {
    const now = Date.now();
    const known = this.#states.get(id);
    if (known !== undefined) {
      known.wanted = now;
      if (!known.asking && known.answer.kind !== "pending" && now - known.answered > ages[known.answer.kind])
        this.#ask(id, known);
      else if (!known.asking && known.answer.kind === "pending") this.#await();
      return known.answer;
    }
    const remembered = this.source.cached(id);
    const answer: LookupAnswer<T> =
      remembered === undefined ? { kind: "pending" } : { kind: "known", value: remembered };
    const state: State<T> = { answer, wanted: now, answered: 0, asking: undefined };
    this.#states.set(id, state);
    // Somebody has used a remembered id before, so nobody is in the middle of typing it.
    if (remembered !== undefined || this.patience === 0) this.#ask(id, state);
    else this.#await(true);
    return answer;
  }

  /** Resolves when there is an answer of an id that nobody is in the middle of typing: it is asked for at once. */
  async whenAnswered(id: string): Promise<void> {
    if (this.answer(id).kind !== "pending") return;
    const state = this.#states.get(id);
    if (state === undefined) return;
    if (state.asking === undefined) this.#ask(id, state);
    await state.asking;
  }

  /** Asks again for what was answered already; nothing else is known of it yet. */
  refresh(id: string): void {
    const state = this.#states.get(id);
    if (state && !state.asking && state.answer.kind !== "pending") this.#ask(id, state);
  }

  async settled(): Promise<void> {
    while (this.#running.size > 0 || this.#waiting !== undefined)
      await Promise.all([...this.#running, this.#waiting?.done]);
  }

  forget(): void {
    this.#states.clear();
  }

  #ask(id: string, state: State<T>): void {
    const running = this.source
      .fetch(id)
      .catch((error: unknown) => unverified(failureOf(error)))
      .then((answer) => {
        state.asking = undefined;
        state.answered = Date.now();
        // What could not be asked now was true when it was asked last.
        const kept = answer.kind === "unverified" && state.answer.kind === "known" ? state.answer : answer;
        const same = JSON.stringify(kept) === JSON.stringify(state.answer);
        state.answer = kept;
        if (!same && this.#states.get(id) === state) this.changed();
      })
      .finally(() => void this.#running.delete(running));
    this.#running.add(running);
    state.asking = running;
  }

  #await(restart = false): void {
    if (this.#waiting !== undefined && !restart) return;
    clearTimeout(this.#waiting?.timer);
    const newest = Date.now();
    let finish = this.#waiting?.finish ?? (() => {});
    const done = this.#waiting?.done ?? new Promise<void>((resolve) => (finish = resolve));
    const timer = setTimeout(() => {
      this.#waiting = undefined;
      for (const [id, state] of this.#states) {
        if (state.answer.kind !== "pending" || state.asking) continue;
        // An id that was not wanted any more when the newest came was only on the way to it.
        if (state.wanted >= newest - 250) this.#ask(id, state);
        else this.#states.delete(id);
      }
      finish();
    }, this.patience);
    this.#waiting = { timer, done, finish };
  }
}

/** Why something could not be asked, as an answer. */
export function unverified(failure: StepFailure): Extract<LookupAnswer<never>, { kind: "unverified" }> {
  const reason = failure.message.replace(/\.$/, "");
  return { kind: "unverified", reason, ...(failure.signIn ? { signIn: failure.signIn } : {}) };
}
