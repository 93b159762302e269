import { randomUUID } from "node:crypto";
import type { Visitor } from "../../access/logins.ts";
import { ClientSession, type Work } from "./client-session.ts";

/** Calls of one user that are at work. */
const mostRunning = 1_000;
/** Sessions of one user. Where there are more, the oldest goes whose calls are over; there is one, as these are not fewer. */
const mostSessions = mostRunning;

/** A user has so many calls already that no further one is begun. */
export class TooManyCallsError extends Error {}

/** The sessions of all clients, by user and `session_hash`. No user finds, fills up or ends those of another. */
export class ClientSessions {
  readonly #byUser = new Map<string | undefined, Map<string, ClientSession>>();

  /**
   * Begins a call in the session of a name, or in one of its own.
   *
   * @param endpoint where the endpoint stands among those of the app
   * @returns the call's id
   * @throws {TooManyCallsError} where the session or its user has too many
   */
  begin({ user }: Visitor, hash: string | undefined, endpoint: number, work: Work): string {
    const event = randomUUID().replaceAll("-", "");
    const own = this.#byUser.get(user) ?? new Map<string, ClientSession>();
    const running = [...own.values()].reduce((sum, session) => sum + session.running, 0);
    if (running >= mostRunning) throw tooMany(`You have ${running} calls at work`);
    const session = own.get(hash ?? event) ?? this.#add(user, own, hash ?? event);
    if (session.isFull)
      throw tooMany("This session has too many calls at work or with results that were not read");
    session.begin(event, endpoint, work);
    return event;
  }

  find({ user }: Visitor, hash: string): ClientSession | undefined {
    return this.#byUser.get(user)?.get(hash);
  }

  /** The session of a call, which may have been made under any name. */
  ofEvent({ user }: Visitor, event: string): ClientSession | undefined {
    return [...(this.#byUser.get(user)?.values() ?? [])].find((session) => session.has(event));
  }

  close(): void {
    for (const own of this.#byUser.values()) for (const session of [...own.values()]) session.close();
  }

  #add(user: string | undefined, own: Map<string, ClientSession>, hash: string): ClientSession {
    if (own.size >= mostSessions) [...own.values()].find(({ running }) => running === 0)?.close();
    const session = new ClientSession(() => {
      if (own.get(hash) === session) own.delete(hash);
      if (own.size === 0) this.#byUser.delete(user);
    });
    own.set(hash, session);
    this.#byUser.set(user, own);
    return session;
  }
}

function tooMany(what: string): TooManyCallsError {
  return new TooManyCallsError(`${what}. Wait until some are over, or cancel them, then call again.`);
}
