import type { MiddlewareHandler } from "hono";
import type { ServerEnvironment } from "../routes.ts";
import type { Access } from "./access.ts";
import { loginPage } from "./login-page.ts";

/** Refuses what comes from elsewhere before anything of it is read. */
export function hostCheck(access: Access): MiddlewareHandler<ServerEnvironment> {
  return async (context, next) => {
    const refusal = access.hosts.refusal(context.env.incoming.headers);
    if (refusal !== undefined) return context.json({ error: refusal }, 403);
    await next();
    // Besides a policy that a page has already: both hold.
    context.res.headers.append("content-security-policy", `frame-ancestors ${framers()}`);
    context.res.headers.set("x-content-type-options", "nosniff");
    // With `no-referrer`, a form of this server would be sent with the origin `null`.
    context.res.headers.set("referrer-policy", "same-origin");
    return undefined;
  };
}

/** Pages that may show this server in a frame. On the Hub, a Space is shown in one. */
function framers(): string {
  return process.env["SPACE_ID"] === undefined ? "'self'" : "'self' https://huggingface.co";
}

const status = { foreign: 403, unknown: 401, "too-many": 429 } as const;

/** Lets in who may use the server. Whoever comes with a browser is led to the form. */
export function admission(access: Access, cookieName: string): MiddlewareHandler<ServerEnvironment> {
  return async (context, next) => {
    const found = access.admit(context.env.incoming, cookieName);
    if (found.type === "admitted") {
      const { visitor } = found;
      context.set("visitor", visitor);
      const { outgoing } = context.env;
      const answered = visitor.login?.whenOver(() => outgoing.destroy());
      if (answered) outgoing.once("close", answered);
      return next();
    }
    const wantsPage = context.req.header("accept")?.includes("text/html") === true;
    if (found.type === "unknown" && wantsPage) {
      if (access.hasUsers) return context.redirect("/login", 303);
      const { html, policy } = loginPage({ passwords: false, hub: false, problem: found.message });
      return context.html(html, 401, { "content-security-policy": policy });
    }
    return context.json({ error: found.message }, status[found.type]);
  };
}
