import { StepError } from "../failures/failure.ts";
import { registerSecret } from "../failures/secrets.ts";
import type { Login } from "../files/http/address-login.ts";
import type { Environment } from "./endpoint.ts";

/**
 * The environment variable of an app's login: `DAGGR_LOGIN_127_0_0_1_7860` for `http://127.0.0.1:7860`. The host is written in
 * capitals, with its port where the address has one; a hyphen becomes two underscores, each other sign one. So no two hosts of
 * different owners share a variable.
 */
export function loginVariable(origin: string): string {
  const host = new URL(origin).host.toUpperCase();
  return `DAGGR_LOGIN_${host.replaceAll("-", "__").replace(/[^A-Z0-9_]/g, "_")}`;
}

/**
 * The login that the environment has for an app.
 * @throws {StepError} where its variable holds something else
 */
export function loginOfEnvironment(env: Environment, origin: string): Login | undefined {
  const name = loginVariable(origin);
  const given = env[name];
  if (!given) return undefined;
  const colon = given.indexOf(":");
  if (colon < 0)
    throw new StepError({
      message: `The environment variable ${name} has no colon in it, so it is no login.`,
      help: `Set ${name} to the user name, a colon and the password.`,
    });
  const login = { user: given.slice(0, colon), password: given.slice(colon + 1) };
  registerSecret(login.password);
  return login;
}
