import { registerSecret } from "../../failures/secrets.ts";
import { percentDecoded } from "../../text/percent-decoded.ts";

export interface Login {
  readonly user: string;
  readonly password: string;
}

/** Scheme, user name and password of an address; the last `@` before the path ends them. */
const withPassword = /^(\s*https?:\/\/[^/\\?#:]*):[^/\\?#]*@/i;

/** Passwords that addresses brought along, by origin and user name. They are kept in memory only. */
const passwords = new Map<string, string>();

/**
 * An address as it is kept and shown everywhere: `http://ada@host` in place of `http://ada:secret@host`. The password is
 * remembered for the host and port that it was written for, and counts as a secret from then on.
 */
export function withoutPassword(address: string): string {
  if (!withPassword.test(address) || !URL.canParse(address)) return address;
  const url = new URL(address);
  const password = decoded(url.password);
  registerSecret(password);
  // Without a user name it is no login.
  if (url.username !== "") passwords.set(keyOf(url), password);
  return address.replace(withPassword, "$1@");
}

/** Whether an address with a password stands in a text. */
export function holdsPassword(text: string): boolean {
  return /https?:\/\/[^/\\?#\s:"'`]*:[^/\\?#\s"'`]*@/i.test(text);
}

/** The login that an address names, where its password is known. */
export function loginIn(address: string): Login | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(withoutPassword(address));
  const password = passwords.get(keyOf(url));
  return password === undefined ? undefined : { user: decoded(url.username), password };
}

/** The user name in an address; "" where it has none. */
export function userIn(address: string): string {
  return URL.canParse(address) ? decoded(new URL(address).username) : "";
}

/** For a server, or a proxy before it, that asks for a login by HTTP's own means. */
export function basicAuthorization({ user, password }: Login): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}

function keyOf({ origin, username }: URL): string {
  return `${username}@${origin}`;
}

/** People write `%` in passwords without knowing what it means in an address. */
function decoded(text: string): string {
  return percentDecoded(text) ?? text;
}
