import { randomUUID } from "node:crypto";
import { StepError } from "../../failures/failure.ts";
import type { StateNeed } from "../../run/step/step-states.ts";
import type { AppSession } from "../../sheets/store.ts";
import { quoteList } from "../../text/similarity.ts";
import type { App } from "../connection/app.ts";
import { lifetimeOf, stateUseOf } from "../schema/app-states.ts";
import type { EndpointTarget } from "../schema/endpoint.ts";

/** The session of one call. */
export interface CallSession {
  readonly hash: string;
  /** No other call was made in it. */
  readonly isNew: boolean;
  /** The steps that left what the call takes up: no other app than theirs may answer. */
  readonly takenFrom: readonly string[];
  /** Says how the call ended: what it left, where it wrote states. */
  done(): AppSession | undefined;
  /** `written`: it may have written states all the same. */
  failed(written: boolean): void;
  /** Lets the next call of the session in. Has to be called once. */
  leave(): void;
}

/**
 * The sessions of apps that have calls in common. Gradio sends all news of a session through one stream, so its calls are made one
 * after another. A session lives as long as its app, since none is ever declared closed by the end of a heartbeat.
 */
export class AppSessions {
  /** By session and state, how often it was written. */
  readonly #written = new Map<string, Map<number, number>>();
  readonly #last = new Map<string, Promise<void>>();

  /**
   * The session in which a call finds what it needs, once no other call is under way in it.
   * @throws {StepError} where the states that it needs are gone
   */
  async enter(
    app: App,
    target: EndpointTarget,
    need: StateNeed | undefined,
    signal: AbortSignal,
  ): Promise<CallSession> {
    const { reads, writes } = stateUseOf(app.api.states, target.dependency.id);
    if (need?.kind === "unknown" && reads.length > 0) throw notKnownBefore(app, target);
    const session = need?.kind === "left" || this.#lives(app, need) ? need.session : undefined;
    if (need?.kind === "left") assertKept(app, target, need);
    const hash = session?.hash ?? randomUUID().replaceAll("-", "");
    const leave = await this.#turn(hash, signal);
    try {
      if (need?.kind === "left") this.#assertUnchanged(app, target, need);
    } catch (error) {
      leave();
      throw error;
    }
    return {
      hash,
      isNew: session === undefined,
      takenFrom: need?.kind === "left" ? need.from : [],
      leave,
      done: () => {
        const { app_id: id } = app.config;
        if (writes.length === 0 || id === undefined) return undefined;
        const lifetime = lifetimeOf(app.config, writes);
        return {
          hash,
          app: id,
          states: this.#write(hash, writes, need),
          ...(lifetime === undefined ? {} : { until: Date.now() + lifetime }),
        };
      },
      failed: (written) => {
        if (written && writes.length > 0) this.#write(hash, writes, need);
      },
    };
  }

  /** Whether a session that others work in is still there, so that what this call leaves is found beside it. */
  #lives(app: App, need: StateNeed | undefined): need is Extract<StateNeed, { kind: "beside" }> {
    return need?.kind === "beside" && need.session.app === app.config.app_id;
  }

  #write(hash: string, states: readonly number[], need: StateNeed | undefined): Record<number, number> {
    const counts = this.#written.get(hash) ?? new Map<number, number>();
    this.#written.set(hash, counts);
    const before = need?.kind === "left" ? need.written : {};
    const now: Record<number, number> = {};
    for (const id of states) {
      now[id] = Math.max(counts.get(id) ?? 0, before[id] ?? 0) + 1;
      counts.set(id, now[id]);
    }
    return now;
  }

  #assertUnchanged(app: App, target: EndpointTarget, { session, states, written, from }: Left): void {
    const counts = this.#written.get(session.hash);
    for (const [id, count] of Object.entries(states)) {
      if (Math.max(counts?.get(Number(id)) ?? 0, written[Number(id)] ?? 0) <= count) continue;
      throw gone(app, target, from, "another step has changed it since, or may have");
    }
  }

  /** Waits until no call is under way in a session. Gives what ends the turn. */
  async #turn(hash: string, signal: AbortSignal): Promise<() => void> {
    const before = this.#last.get(hash);
    let end: () => void = () => {};
    const own = new Promise<void>((resolve) => (end = resolve));
    const last = Promise.all([before, own]).then(() => {});
    this.#last.set(hash, last);
    const leave = () => {
      end();
      void last.then(() => this.#last.get(hash) === last && this.#last.delete(hash));
    };
    try {
      await (before && orAborted(before, signal));
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }
}

type Left = Extract<StateNeed, { kind: "left" }>;

async function orAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop: () => void = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  await Promise.race([wait, aborted]).finally(() => signal.removeEventListener("abort", stop));
}

function assertKept(app: App, target: EndpointTarget, { session, from }: Left): void {
  if (session.app !== app.config.app_id) throw gone(app, target, from, "the app has restarted since");
  if (session.until !== undefined && session.until < Date.now())
    throw gone(app, target, from, "the app keeps it for a limited time, which is over");
}

/** What the states of a session are gone for, and what brings them back. */
export function gone(app: App, target: EndpointTarget, from: readonly string[], why: string): StepError {
  return new StepError({
    message: `${target.title} of '${app.name}' needs what ${quoteList(from)} left in the app, and it is gone: ${why}.`,
    help: `Run ${quoteList(from)} again, then this step.`,
    again: from,
  });
}

function notKnownBefore(app: App, target: EndpointTarget): StepError {
  return new StepError({
    message:
      `${target.title} of '${app.name}' needs what another step may have left in the app, ` +
      "which was not known before the app answered.",
    help: "Run the step again: now it is known.",
    again: [],
  });
}
