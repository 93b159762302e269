import { createHash, randomUUID } from "node:crypto";
import { failure, type Route } from "./http.ts";

/** Who is signed in to the Hub in the browser that comes by. */
export interface OauthState {
  user: string;
  /** Stays the same when the account gets another name. */
  sub?: string;
}

/** The Hub as a provider of logins: OAuth's authorization code with PKCE, as Spaces with `hf_oauth: true` use it. */
export function oauthRoutes(
  client: { readonly id: string; readonly secret: string },
  state: OauthState,
): Route[] {
  const codes = new Map<string, { challenge: string; redirect: string; user: string }>();
  const tokens = new Map<string, string>();
  return [
    {
      method: "GET",
      path: /^\/oauth\/authorize$/,
      answer: ({ query }) => {
        if (query.get("client_id") !== client.id || query.get("code_challenge_method") !== "S256")
          return failure(400, "invalid_request");
        const code = randomUUID();
        const redirect = query.get("redirect_uri") ?? "";
        codes.set(code, { challenge: query.get("code_challenge") ?? "", redirect, user: state.user });
        const back = new URL(redirect);
        back.search = new URLSearchParams({ code, state: query.get("state") ?? "" }).toString();
        return { status: 302, headers: { location: back.href } };
      },
    },
    {
      method: "POST",
      path: /^\/oauth\/token$/,
      answer: ({ headers, body }) => {
        const form = new URLSearchParams(body.toString());
        const basic = Buffer.from(`${client.id}:${client.secret}`).toString("base64");
        const code = codes.get(form.get("code") ?? "");
        codes.delete(form.get("code") ?? "");
        const challenge = createHash("sha256")
          .update(form.get("code_verifier") ?? "")
          .digest("base64url");
        const isRight =
          headers.authorization === `Basic ${basic}` &&
          form.get("grant_type") === "authorization_code" &&
          code?.challenge === challenge &&
          code.redirect === form.get("redirect_uri");
        if (!isRight) return failure(400, "invalid_grant");
        const token = `hf_oauth_${randomUUID()}`;
        tokens.set(token, code.user);
        return { body: { access_token: token, token_type: "bearer", expires_in: 3600 } };
      },
    },
    {
      method: "GET",
      path: /^\/oauth\/userinfo$/,
      answer: ({ headers }) => {
        const user = tokens.get((headers.authorization ?? "").replace("Bearer ", ""));
        return user === undefined
          ? failure(401, "Invalid token")
          : { body: { sub: state.sub ?? "1", preferred_username: user } };
      },
    },
  ];
}
