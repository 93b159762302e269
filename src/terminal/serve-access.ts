import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as ownPaths from "node:path";
import type { Login } from "../runtime/files/http/address-login.ts";
import { isLoopback } from "../server/access/hosts.ts";
import { hubLoginOf } from "../server/access/hub-login.ts";
import { isWeak, strongEnough } from "../server/access/strength.ts";
import type { AccessOptions } from "../server/options.ts";
import { UsageError } from "./arguments.ts";

/** The options of `daggr serve` about who may use the server. */
export interface AccessCommandOptions {
  /** `true`: make one. */
  readonly token?: string | true;
  /** `NAME:PASSWORD`, or a file with one of them a line. */
  readonly auth: readonly string[];
  readonly allowHost: readonly string[];
  /** Reachable from the whole Internet, through Gradio's share server. */
  readonly share?: true;
}

/**
 * Who may use a server that listens on a host. Where others reach it, there is a token or a login, and it is not easy to guess.
 *
 * @throws {UsageError} which says what to do
 */
export async function accessOf(options: AccessCommandOptions, host: string): Promise<AccessOptions> {
  const { auth, allowHost, share } = options;
  const logins = (await Promise.all(auth.map((text) => loginsOf(text)))).flat();
  const hub = hubLoginOf(process.env);
  // An empty variable is none.
  const given = options.token ?? (process.env["DAGGR_TOKEN"] || undefined);
  const isWritten = typeof given === "string" && given !== "";
  const isWanted = given !== undefined || (share === true && logins.length === 0);
  const token = isWritten ? given : isWanted ? newToken() : undefined;
  if (!isLoopback(host) && token === undefined && logins.length === 0 && !hub)
    throw new UsageError(
      `'${host}' can be reached by other machines, and whoever reaches this server may run the workflow. Add --token (or DAGGR_TOKEN), which makes a secret address, or --auth NAME:PASSWORD for each user.`,
    );
  const othersReachIt = share === true || !isLoopback(host) || allowHost.length > 0;
  if (othersReachIt) refuseWeak(token, logins);
  return { hosts: [...allowHost, ...spaceHosts()], token, logins, hub };
}

/** Others may try tokens and passwords one after another. */
function refuseWeak(token: string | undefined, logins: readonly Login[]): void {
  if (token !== undefined && isWeak("token", token))
    throw new UsageError(
      `Others can reach this server, and the token is easy to guess. Write one of ${strongEnough("token")}, or leave the text out, so that one is made.`,
    );
  const weak = logins.find(({ password }) => isWeak("password", password));
  if (weak)
    throw new UsageError(
      `Others can reach this server, and the password of '${weak.user}' is easy to guess. Give one of ${strongEnough("password")}.`,
    );
}

/** @param paths those of this machine's system; on Windows, a path may begin with `C:` */
export async function loginsOf(
  text: string,
  paths: Pick<typeof ownPaths, "isAbsolute" | "resolve"> = ownPaths,
): Promise<Login[]> {
  if (text.includes(":") && !paths.isAbsolute(text)) return [login(text)];
  const lines = await readFile(paths.resolve(text), "utf8").catch(() => {
    throw new UsageError(
      `--auth takes NAME:PASSWORD, or a file with one of them a line; '${text}' is neither.`,
    );
  });
  return lines.split("\n").flatMap((line) => (line.trim() === "" ? [] : [login(line.trim())]));
}

function login(text: string): Login {
  const [, user, password] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  if (user === undefined || password === undefined)
    throw new UsageError("A login is NAME:PASSWORD. Neither may be empty.");
  return { user, password };
}

function newToken(): string {
  return randomBytes(24).toString("base64url");
}

/** The name under which Hugging Face shows the Space that this program runs in. */
function spaceHosts(): string[] {
  const host = process.env["SPACE_HOST"];
  return host === undefined ? [] : [host];
}
