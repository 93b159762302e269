import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Login } from "../../runtime/files/http/address-login.ts";
import type { AccessOptions } from "../options.ts";
import { Attempts } from "./attempts.ts";
import { isLoopback } from "./hosts.ts";
import type { Visitor } from "./logins.ts";
import { isWeak } from "./strength.ts";

/** What a request tells of where it comes from. */
export interface Sender {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

/** What is found about a token, or a name with its password. */
export type Verdict =
  | { readonly type: "right"; readonly visitor: Visitor }
  | { readonly type: "wrong" }
  /** It was not looked at. */
  | { readonly type: "too-many"; readonly message: string };

const tooMany: Verdict = {
  type: "too-many",
  message: "Too many wrong passwords or tokens. Wait ten minutes, then try again.",
};

/** No user has it. */
const nameOfToken = "";

/** The token and the passwords that let people in. All ways in ask here, so that wrong ones are counted together. */
export class Secrets {
  readonly #attempts: Attempts;

  constructor(
    private readonly options: Pick<AccessOptions, "token" | "logins">,
    now?: () => number,
  ) {
    this.#attempts = new Attempts(now);
  }

  /** A token that nobody guesses is not counted: that would only keep out who has it, since a tunnel's visitors all look alike. */
  token(given: string, from: Sender): Verdict {
    const { token } = this.options;
    if (token === undefined) return { type: "wrong" };
    const find = (): Visitor | undefined => (isSame(given, token) ? { user: undefined } : undefined);
    if (isWeak("token", token)) return this.#counted(nameOfToken, from, find);
    const visitor = find();
    return visitor ? { type: "right", visitor } : { type: "wrong" };
  }

  login(given: Login, from: Sender): Verdict {
    return this.#counted(given.user, from, () => {
      const user = userOf(this.options.logins, given);
      return user === undefined ? undefined : { user };
    });
  }

  #counted(name: string, from: Sender, find: () => Visitor | undefined): Verdict {
    const place = placeOf(from);
    if (this.#attempts.areTooMany(name, place)) return tooMany;
    const visitor = find();
    if (!visitor) {
      this.#attempts.failed(name, place);
      return { type: "wrong" };
    }
    this.#attempts.succeeded(name, place);
    return { type: "right", visitor };
  }
}

/**
 * Whoever comes through a proxy or a tunnel on this machine has its address. What it tells of them keeps them apart; they may have
 * invented a part of it, so the count by name alone does not depend on it.
 */
function placeOf({ headers, socket }: Sender): string {
  const address = (socket.remoteAddress ?? "").replace(/^::ffff:/, "");
  const forwarded = headers["x-forwarded-for"];
  return isLoopback(address) && forwarded !== undefined ? `${address} for ${String(forwarded)}` : address;
}

/** Compares in a time that does not depend on where the texts differ. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

/** The user whose name and password these are. All logins are compared, so that the time tells nothing. */
function userOf(logins: readonly Login[], given: Login): string | undefined {
  let user: string | undefined;
  for (const login of logins) {
    const isName = isSame(given.user, login.user);
    if (isSame(given.password, login.password) && isName) user = login.user;
  }
  return user;
}
