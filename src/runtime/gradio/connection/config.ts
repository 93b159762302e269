import type { Config } from "@gradio/client";
import { reasonOf, within } from "../../failures/network.ts";
import { StepError } from "../../failures/failure.ts";
import { LimitError } from "../../failures/limit-error.ts";
import { parseJson } from "../../files/http/json-limits.ts";
import type { Login } from "../../files/http/address-login.ts";
import { loginVariable } from "../../hub/login-variable.ts";
import { exactIntegersIn } from "../../values/exact-integers.ts";
import { answerLimits } from "../answer-limits.ts";
import { isFinalAnswer } from "../final-answers.ts";
import { fetchFor } from "./app.ts";
import type { Access } from "./app.ts";
import { readRawApi } from "../schema/raw-api.ts";
import type { RawApi } from "../schema/raw-api.ts";
import { soundConfig } from "./sound-config.ts";

/** What asking an app for its configuration came to. */
export type ConfigAnswer =
  /** `url` is where it answered in the end: addresses may lead on to others. */
  | { readonly kind: "config"; readonly config: Config; readonly url: string }
  /** It asks for a user name and a password: the app itself by its page's form, a proxy before it by HTTP's own means. */
  | { readonly kind: "login"; readonly by: "form" | "basic" }
  /** Hugging Face did not let us through to it. */
  | { readonly kind: "refused"; readonly status: number }
  /** It can't be reached or does not work (yet). */
  | { readonly kind: "down"; readonly reason: string }
  /** Something answers, but not as a Gradio app does. */
  | { readonly kind: "foreign"; readonly failure: StepError };

/** Reads an app's `/config`. Rejects where its Gradio is too old. */
export async function readConfig(access: Access, limit: number, signal: AbortSignal): Promise<ConfigAnswer> {
  let response: Response;
  let body: unknown;
  try {
    const options = { signal: within(limit, signal), maxBytes: answerLimits.description };
    response = await fetchFor(access, `${access.url}/config`, options);
    body = parse(await response.text());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StepError) throw error;
    if (error instanceof LimitError) throw error.failure(`The connection to '${access.name}'`);
    return { kind: "down", reason: reasonOf(error) };
  }
  if (response.status === 401 || response.status === 403) {
    if (isLogin(body)) return { kind: "login", by: "form" };
    if (/^basic\b/i.test(response.headers.get("www-authenticate") ?? ""))
      return { kind: "login", by: "basic" };
    return { kind: "refused", status: response.status };
  }
  if (response.status >= 500 || response.status === 429) {
    return { kind: "down", reason: `it answered ${response.status}` };
  }
  if (response.ok && (body as { auth_required?: unknown } | undefined)?.auth_required === true) {
    return { kind: "login", by: "form" };
  }
  const config = response.ok ? configOf(access, body) : undefined;
  if (!config) return { kind: "foreign", failure: noGradio(access, response.status) };
  if (/^[0-3]\./.test(config.version)) throw tooOld(access, config.version);
  const url = response.url.replace(/[?#].*$/, "").replace(/\/config\/?$/, "");
  return { kind: "config", config, url };
}

/** Reads an app's API information. */
export async function readInfo(
  access: Access,
  config: Config,
  limit: number,
  signal: AbortSignal,
): Promise<RawApi> {
  let status: number | undefined;
  try {
    const url = `${access.url}${config.api_prefix ?? ""}/info`;
    const options = { signal: within(limit, signal), maxBytes: answerLimits.description };
    const response = await fetchFor(access, url, options);
    ({ status } = response);
    if (!response.ok) throw new Error(`it answered ${status}`);
    const text = await response.text();
    return readRawApi(parseJson(text), exactIntegersIn(text));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof StepError) throw error;
    if (error instanceof LimitError) throw error.failure(`The connection to '${access.name}'`);
    throw new StepError({
      message: `'${access.name}' does not tell its API: ${reasonOf(error)}.`,
      help: "Look whether the app works in a browser.",
      transient: !isFinalAnswer(status),
    });
  }
}

/** The cookies of a login. Rejects where the app does not take it. */
export async function logIn(
  access: Access,
  login: Login,
  limit: number,
  signal: AbortSignal,
): Promise<string> {
  const form = new FormData();
  form.append("username", login.user);
  form.append("password", login.password);
  const response = await fetchFor(access, `${access.url}/login`, {
    method: "POST",
    body: form,
    ownOriginOnly: true,
    signal: within(limit, signal),
    maxBytes: answerLimits.receipt,
  }).catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof StepError) throw error;
    throw new StepError({
      message: `'${access.name}' could not be reached: ${reasonOf(error)}.`,
      transient: true,
    });
  });
  await response.body?.cancel();
  if (!response.ok) {
    throw loginRefused(access);
  }
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
}

export function loginRefused(access: Access): StepError {
  const { origin } = new URL(access.url);
  return new StepError({
    message: `'${access.name}' does not accept the user name and password that were given for it.`,
    help: `Correct them where you gave them: in the address, in ${loginVariable(origin)}, or by signing in to the app again.`,
    signIn: { to: "app", origin },
  });
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof LimitError) throw error;
    return undefined;
  }
}

function configOf(access: Access, body: unknown): Config | undefined {
  try {
    return soundConfig(body);
  } catch (error) {
    throw error instanceof LimitError ? error.failure(`The connection to '${access.name}'`) : error;
  }
}

/** Gradio's own refusal, unlike that of a proxy before it. */
function isLogin(body: unknown): boolean {
  const detail = (body as { detail?: unknown } | undefined)?.detail;
  return (
    detail === "Not authenticated" ||
    (typeof detail === "object" && detail !== null && "auth_message" in detail)
  );
}

function noGradio(access: Access, status: number): StepError {
  return new StepError({
    message: `No Gradio app answers at '${access.name}'${status === 200 ? "" : ` (it answered ${status})`}.`,
    help: "Check the address in a browser: it has to be the app's own page, without anything after it.",
    link: { title: "Open the address", url: access.url },
  });
}

function tooOld(access: Access, version: string): StepError {
  return new StepError({
    message: `'${access.name}' runs Gradio ${version}; Daggr needs Gradio 4 or newer.`,
    help: "Ask its owner to upgrade it, or duplicate the Space and raise sdk_version in its README.md.",
    link: { title: "Open the app", url: access.url },
  });
}
