import { createHash, randomBytes } from "node:crypto";
import * as v from "valibot";
import { StepError } from "../../runtime/failures/failure.ts";
import { registerSecret } from "../../runtime/failures/secrets.ts";
import { fetchPublic } from "../../runtime/files/public-fetch.ts";
import type { Environment } from "../../runtime/hub/endpoint.ts";

/** What Hugging Face gives a Space whose front matter has `hf_oauth: true`. */
export interface HubLoginOptions {
  /** Address of the provider, without a slash at its end. */
  readonly provider: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: string;
  /** Where the provider sends people back to. */
  readonly callback: string;
}

/** The options of the Space that this program runs in; undefined elsewhere, and where its front matter does not ask for logins. */
export function hubLoginOf(env: Environment): HubLoginOptions | undefined {
  const { SPACE_HOST: host, OAUTH_CLIENT_ID: clientId, OAUTH_CLIENT_SECRET: clientSecret } = env;
  if (!host || !clientId || !clientSecret) return undefined;
  return {
    provider: (env["OPENID_PROVIDER_URL"] ?? "https://huggingface.co").replace(/\/+$/, ""),
    clientId,
    clientSecret,
    scopes: env["OAUTH_SCOPES"] ?? "openid profile",
    callback: `https://${host}/login/callback`,
  };
}

/** Milliseconds within which a person has to come back from the provider. */
const patience = 10 * 60_000;
/** Bytes of an answer of the provider. */
const maxAnswer = 100_000;

const tokenSchema = v.object({ access_token: v.pipe(v.string(), v.minLength(1)) });
const userSchema = v.object({
  /** Stays the same when somebody takes another name, which somebody else may then take. */
  sub: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  preferred_username: v.optional(v.pipe(v.string(), v.maxLength(200))),
});

export interface HubUser {
  readonly id: string;
  /** What they call themselves at present. */
  readonly name: string;
}

/**
 * Logging in with a Hugging Face account: OAuth's authorization code with PKCE. The access token is used to ask who it is only. What was
 * begun is kept by the browser that began it, so that nobody's login pushes out another one's.
 */
export class HubLogin {
  constructor(
    private readonly options: HubLoginOptions,
    private readonly now: () => number = Date.now,
  ) {
    registerSecret(options.clientSecret);
  }

  /** Begins a login: where to send the person, and the text that has to come back with them, from the same browser and unchanged. */
  begin(): { readonly address: string; readonly begun: string } {
    const { provider, clientId, scopes, callback } = this.options;
    const state = randomBytes(32).toString("base64url");
    const verifier = randomBytes(32).toString("base64url");
    const address = new URL(`${provider}/oauth/authorize`);
    address.search = new URLSearchParams({
      client_id: clientId,
      redirect_uri: callback,
      response_type: "code",
      scope: scopes,
      state,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    }).toString();
    return { address: address.href, begun: [state, verifier, this.now() + patience].join(".") };
  }

  /**
   * Ends a login.
   *
   * @param begun the text of `begin`
   * @throws {StepError} where this browser did not begin it, it took too long, or the provider refuses
   */
  async finish(begun: string, { state, code }: { state: string; code: string }): Promise<HubUser> {
    const [expected, verifier = "", until] = begun.split(".");
    if (state === "" || state !== expected || !(Number(until) >= this.now()))
      throw new StepError({
        message: "This login was begun in another browser, or it took too long. Log in again.",
      });
    const { clientId, clientSecret, callback } = this.options;
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const form = new URLSearchParams({
      grant_type: "authorization_code",
      client_id: clientId,
      code,
      redirect_uri: callback,
      code_verifier: verifier,
    });
    const { access_token } = await this.#ask("/oauth/token", `Basic ${basic}`, tokenSchema, form.toString());
    registerSecret(access_token);
    const user = await this.#ask("/oauth/userinfo", `Bearer ${access_token}`, userSchema);
    return { id: user.sub, name: user.preferred_username ?? user.sub };
  }

  async #ask<S extends v.GenericSchema>(
    path: string,
    authorization: string,
    schema: S,
    body?: string,
  ): Promise<v.InferOutput<S>> {
    const { provider } = this.options;
    const response = await fetchPublic(provider + path, {
      named: provider,
      secrets: { origin: provider, headers: { authorization } },
      ownOriginOnly: true,
      maxBytes: maxAnswer,
      headers: { accept: "application/json" },
      ...(body !== undefined && {
        method: "POST",
        headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
        body,
      }),
    });
    const parsed = v.safeParse(schema, await response.json().catch(() => undefined));
    if (response.ok && parsed.success) return parsed.output;
    throw new StepError({
      message: `Hugging Face refused the login (${response.status} of ${path}). Log in again.`,
    });
  }
}
