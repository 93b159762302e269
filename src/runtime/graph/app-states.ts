import type { Dependencies } from "./edges.ts";
import { topologicalOrder } from "./order.ts";

/** What an endpoint does with the states that its app keeps for each session, by their numbers in the app's configuration. */
export interface StateUse {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** A step that calls an app, as far as the app's states are concerned. */
export interface StateUser extends StateUse {
  /** Which app: states of different apps have nothing to do with each other. */
  readonly app: string;
  /** Whether others may take what it leaves: a variant that is not selected leaves nothing to them. */
  readonly leaves: boolean;
}

/** Where a step finds the states that it reads. Steps are given by name. */
export interface StateLinks {
  /** The steps that left them, each with the states that it left. They run before it, and their results are in its key. */
  readonly from: ReadonlyMap<string, readonly number[]>;
  /** Steps that have to be over before it changes a state which they still read or write. */
  readonly after: readonly string[];
  /** Whether it changes a state for others. */
  readonly changes: boolean;
  /** Other steps that begin its session, where more than one does. */
  readonly partners: readonly string[];
  /** Steps of which each left a state that it reads, and nothing says which of them is meant. */
  readonly unclear?: readonly string[];
}

/**
 * Finds out which steps of a graph work in one session of their app, and in which order. A step takes a state from the last one
 * that wrote it among those it depends on. If there is none, it takes the state of the only step that writes it and does not read it.
 * So two chats are two sessions unless one is wired to the other, as are two pairs of the same two endpoints.
 *
 * @param needs by step, those whose ports it uses
 */
export function linkStates(
  users: ReadonlyMap<string, StateUser>,
  needs: Dependencies,
): ReadonlyMap<string, StateLinks> {
  if (users.size < 2) return new Map();
  const lineage = new Lineage(users, needs);
  const sorted = topologicalOrder(lineage.before);
  return sorted.type === "order" ? inOrder(sorted.order, lineage) : new Map();
}

/** Which step's states each step takes, by what it depends on. */
class Lineage {
  /** By step, those that come before it: upstream, or because it takes their states. */
  readonly before: Map<string, string[]>;
  readonly unclear = new Map<string, readonly string[]>();
  readonly #session = new Map<string, string>();

  constructor(
    readonly users: ReadonlyMap<string, StateUser>,
    needs: Dependencies,
  ) {
    this.before = new Map([...needs].map(([step, needed]) => [step, [...needed]]));
    for (const [step, user] of users) {
      for (const state of user.reads) {
        const left = this.#leftFor(step, user, state);
        if (left.length > 1) this.unclear.set(step, left);
        else if (left[0] !== undefined) this.#take(step, left[0]);
      }
    }
  }

  /** One name for all steps of a session. */
  sessionOf(step: string): string {
    const next = this.#session.get(step);
    return next === undefined ? step : this.sessionOf(next);
  }

  #take(step: string, from: string): void {
    const [own, other] = [this.sessionOf(step), this.sessionOf(from)];
    if (own !== other) this.#session.set(own, other);
    const before = this.before.get(step)!;
    if (!before.includes(from)) before.push(from);
  }

  #leftFor(step: string, { app, writes }: StateUser, state: number): readonly string[] {
    const earlier = this.#before(step);
    const writers = [...this.users].filter(
      ([name, user]) => name !== step && user.app === app && user.leaves && user.writes.includes(state),
    );
    const wired = writers.filter(([name]) => earlier.has(name));
    // Nothing of what this step does may be in what such a one leaves.
    const beginning = () => {
      const later = this.#after(step);
      return writers.filter(
        ([name, { reads }]) =>
          !reads.includes(state) && !reads.some((one) => writes.includes(one)) && !later.has(name),
      );
    };
    const found = (wired.length > 0 ? wired : beginning()).map(([name]) => name);
    const covered = reach(
      found.flatMap((one) => this.before.get(one) ?? []),
      this.before,
    );
    return found.filter((one) => !covered.has(one));
  }

  #before(step: string): ReadonlySet<string> {
    return reach(this.before.get(step) ?? [], this.before);
  }

  #after(step: string): ReadonlySet<string> {
    const after = new Map<string, string[]>();
    for (const [later, steps] of this.before) {
      for (const one of steps) {
        const known = after.get(one);
        if (known) known.push(later);
        else after.set(one, [later]);
      }
    }
    return reach(after.get(step) ?? [], after);
  }
}

/** These steps and all that they lead to. */
function reach(steps: readonly string[], next: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...steps];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    if (found.has(step)) continue;
    found.add(step);
    open.push(...(next.get(step) ?? []));
  }
  return found;
}

interface Draft {
  readonly from: Map<string, number[]>;
  readonly after: Set<string>;
}

/** Goes through the sessions in order: who reads a state gets what the last one before it wrote, and none writes too early. */
function inOrder(order: readonly string[], lineage: Lineage): ReadonlyMap<string, StateLinks> {
  const { users, unclear } = lineage;
  const drafts = new Map<string, Draft>();
  const beginners = new Map<string, string[]>();
  const last = new Map<string, { readonly writer: string; readonly readers: string[] }>();
  for (const step of order) {
    const user = users.get(step);
    if (!user) continue;
    const draft: Draft = { from: new Map(), after: new Set() };
    drafts.set(step, draft);
    if (unclear.has(step)) continue;
    const session = lineage.sessionOf(step);
    for (const state of new Set([...user.reads, ...user.writes])) {
      const key = JSON.stringify([session, state]);
      const found = last.get(key);
      if (found && user.reads.includes(state)) {
        draft.from.set(found.writer, [...(draft.from.get(found.writer) ?? []), state]);
        found.readers.push(step);
      }
      if (!user.leaves || !user.writes.includes(state)) continue;
      for (const one of found ? [found.writer, ...found.readers] : []) if (one !== step) draft.after.add(one);
      last.set(key, { writer: step, readers: [] });
    }
    if (draft.from.size > 0) continue;
    const begin = beginners.get(session) ?? [];
    for (const one of begin) draft.after.add(one);
    beginners.set(session, [...begin, step]);
  }
  return new Map(
    [...drafts].map(([step, { from, after }]) => {
      const between = unclear.get(step);
      const begin = from.size === 0 && !between ? (beginners.get(lineage.sessionOf(step)) ?? []) : [];
      const links: StateLinks = {
        from,
        changes: users.get(step)!.writes.length > 0,
        after: [...after].filter((one) => !from.has(one)),
        partners: begin.filter((one) => one !== step),
        ...(between ? { unclear: between } : {}),
      };
      return [step, links];
    }),
  );
}
