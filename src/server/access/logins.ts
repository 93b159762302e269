import { randomBytes } from "node:crypto";

/** Who made a request. */
export interface Visitor {
  /** Whose sheets are theirs. Undefined for the one local user. */
  readonly user: string | undefined;
  /** What they are called, where that is another name. */
  readonly name?: string;
  /** Of a browser that came by its cookie. */
  readonly login?: OpenLogin;
}

/** A login until it is over: what a browser holds open by it is closed then. */
export class OpenLogin {
  readonly #open = new Set<() => void>();
  #isOver = false;

  /** @returns forgets it: it is closed already */
  whenOver(close: () => void): () => void {
    if (this.#isOver) close();
    else this.#open.add(close);
    return () => this.#open.delete(close);
  }

  end(): void {
    this.#isOver = true;
    for (const close of this.#open) close();
    this.#open.clear();
  }
}

/** Milliseconds that a login lasts without being used. */
const lifetime = 30 * 24 * 60 * 60 * 1000;
/** Logins that are remembered; the oldest goes first. */
const mostLogins = 10_000;

/** Who is logged in, by the random text of their cookie. In memory: a server that starts again asks again. */
export class LoggedIn {
  readonly #logins = new Map<
    string,
    { readonly visitor: Visitor; readonly login: OpenLogin; usedAt: number }
  >();

  constructor(private readonly now: () => number = Date.now) {}

  /** @returns the text for the cookie */
  add(visitor: Visitor): string {
    const text = randomBytes(32).toString("base64url");
    const login = new OpenLogin();
    this.#logins.set(text, { visitor: { ...visitor, login }, login, usedAt: this.now() });
    const [oldest] = this.#logins.keys();
    if (this.#logins.size > mostLogins && oldest !== undefined) this.remove(oldest);
    return text;
  }

  find(text: string): Visitor | undefined {
    const found = this.#logins.get(text);
    if (!found) return undefined;
    if (this.now() - found.usedAt > lifetime) {
      this.remove(text);
      return undefined;
    }
    found.usedAt = this.now();
    return found.visitor;
  }

  remove(text: string): void {
    this.#logins.get(text)?.login.end();
    this.#logins.delete(text);
  }
}
