import { parse } from "hono/utils/cookie";
import type { Login } from "../../runtime/files/http/address-login.ts";
import type { AccessOptions } from "../options.ts";
import { HostNames } from "./hosts.ts";
import { HubLogin, type HubUser } from "./hub-login.ts";
import { LoggedIn, type Visitor } from "./logins.ts";
import { Secrets, type Sender, type Verdict } from "./secrets.ts";

/** What becomes of a request, decided by its headers before anything else of it is read. */
export type Admission =
  | { readonly type: "admitted"; readonly visitor: Visitor }
  /** It comes from elsewhere. */
  | { readonly type: "foreign"; readonly message: string }
  /** It has no token and no login. `message`: how to get in. */
  | { readonly type: "unknown"; readonly message: string }
  /** Too many wrong ones came before. */
  | { readonly type: "too-many"; readonly message: string };

/** What becomes of a token or a login: right ones get a text for the cookie. */
export type Entry =
  Exclude<Verdict, { readonly type: "right" }> | { readonly type: "entered"; readonly cookie: string };

/** Who may use the server, and as whom. */
export class Access {
  readonly hosts: HostNames;
  readonly hub: HubLogin | undefined;
  readonly #loggedIn = new LoggedIn();
  readonly #secrets: Secrets;
  readonly token: string | undefined;

  constructor(
    listeningHost: string,
    private readonly options: AccessOptions,
  ) {
    this.hosts = new HostNames(listeningHost, options.hosts);
    this.token = options.token;
    this.#secrets = new Secrets(options);
    this.hub = options.hub && new HubLogin(options.hub);
  }

  /** Whether there are users with a name and a password. */
  get hasPasswords(): boolean {
    return this.options.logins.length > 0;
  }

  /** Whether a request needs a token or a login. */
  get isClosed(): boolean {
    return this.token !== undefined || this.hasUsers;
  }

  /** Whether there are users with sheets of their own. */
  get hasUsers(): boolean {
    return this.options.logins.length > 0 || this.hub !== undefined;
  }

  admit({ headers, socket }: Sender, cookieName: string): Admission {
    const message = this.hosts.refusal(headers);
    if (message !== undefined) return { type: "foreign", message };
    if (!this.isClosed) return { type: "admitted", visitor: { user: undefined } };
    const known = this.#byCookie(headers.cookie, cookieName);
    if (known) return { type: "admitted", visitor: known };
    const found = this.#byAuthorization(headers.authorization, { headers, socket });
    switch (found.type) {
      case "right":
        return { type: "admitted", visitor: found.visitor };
      case "wrong":
        return { type: "unknown", message: this.wayIn };
      case "too-many":
        return found;
    }
  }

  /** Of whoever gives a token. */
  withToken(given: string, from: Sender): Entry {
    return this.#entry(this.#secrets.token(given, from));
  }

  /** Of whoever gives a name and a password. */
  withLogin(given: Login, from: Sender): Entry {
    return this.#entry(this.#secrets.login(given, from));
  }

  /** A text for the cookie of whoever logged in with a Hugging Face account. */
  withHubUser({ id, name }: HubUser): string {
    return this.#loggedIn.add({ user: `hf:${id}`, name });
  }

  logOut(cookie: string | undefined, name: string): void {
    const text = cookie === undefined ? undefined : parse(cookie, name)[name];
    if (text !== undefined) this.#loggedIn.remove(text);
  }

  /** What somebody without a token and a login has to do. */
  get wayIn(): string {
    return this.hasUsers
      ? "Log in first: open the server's address in a browser, or send the user name and the password as basic authorization."
      : "A token is needed: open the address that was printed when the server started, or send the header 'Authorization: Bearer TOKEN'.";
  }

  #byCookie(cookie: string | undefined, name: string): Visitor | undefined {
    const text = cookie === undefined ? undefined : parse(cookie, name)[name];
    return text === undefined ? undefined : this.#loggedIn.find(text);
  }

  #byAuthorization(header: string | undefined, from: Sender): Verdict {
    const [, scheme, given] = /^(Bearer|Basic) +(\S+)$/i.exec(header ?? "") ?? [];
    if (scheme === undefined || given === undefined) return { type: "wrong" };
    if (scheme.toLowerCase() === "bearer") return this.#secrets.token(given, from);
    const [, user = "", password = ""] =
      /^([^:]*):(.*)$/s.exec(Buffer.from(given, "base64").toString()) ?? [];
    return this.#secrets.login({ user, password }, from);
  }

  #entry(found: Verdict): Entry {
    return found.type === "right" ? { type: "entered", cookie: this.#loggedIn.add(found.visitor) } : found;
  }
}
