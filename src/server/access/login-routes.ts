import { randomBytes } from "node:crypto";
import type { Context, Hono } from "hono";
import { deleteCookie, getSignedCookie, setCookie, setSignedCookie } from "hono/cookie";
import { StepError } from "../../runtime/failures/failure.ts";
import type { Access } from "./access.ts";
import type { ServerEnvironment } from "../routes.ts";
import { loginPage } from "./login-page.ts";

/** Bytes of a form with a name and a password. */
const maxForm = 10_000;

/** Ways in that need no login yet: a token in the address, and a form for a name and a password. */
export function loginRoutes(app: Hono<ServerEnvironment>, access: Access, cookieName: string): void {
  const remember = (context: Context<ServerEnvironment>, text: string) =>
    setCookie(context, cookieName, text, cookie(context));

  const showPage = (context: Context<ServerEnvironment>, problem?: string, status: 401 | 429 = 401) => {
    const { html, policy } = loginPage({
      passwords: access.hasPasswords,
      hub: access.hub !== undefined,
      problem,
    });
    context.header("content-security-policy", policy);
    return context.html(html, problem === undefined ? 200 : status);
  };

  // `/?token=…` once: the cookie holds from then on, and the address no longer shows the token.
  app.use("/", async (context: Context<ServerEnvironment>, next) => {
    const given = context.req.method === "GET" ? context.req.query("token") : undefined;
    if (given === undefined) return next();
    const entry = access.withToken(given, context.env.incoming);
    if (entry.type === "too-many") return showPage(context, entry.message, 429);
    const url = new URL(context.req.url);
    url.searchParams.delete("token");
    if (entry.type === "entered") remember(context, entry.cookie);
    return context.redirect(`/${url.search}`);
  });

  app.get("/login", (context) => {
    if (!access.isClosed) return context.redirect("/");
    // The page of a canvas comes here when its server knows it no more.
    const over = context.req.query("over") === undefined ? undefined : "Your login is over. Log in again.";
    return showPage(context, access.hasUsers ? over : access.wayIn);
  });

  // As Gradio's own: its clients post a form and keep the cookie.
  app.post("/login", async (context) => {
    if (Number(context.req.header("content-length") ?? Infinity) > maxForm)
      return context.json({ error: "A user name and a password are expected." }, 413);
    const form = await context.req.parseBody().catch((): Record<string, unknown> => ({}));
    const { username, password } = form;
    const entry =
      typeof username === "string" && typeof password === "string"
        ? access.withLogin({ user: username, password }, context.env.incoming)
        : ({ type: "wrong" } as const);
    const wantsPage = context.req.header("accept")?.includes("text/html") === true;
    if (entry.type === "too-many")
      return wantsPage
        ? showPage(context, entry.message, 429)
        : context.json({ detail: entry.message, error: entry.message }, 429);
    if (entry.type === "wrong") {
      const problem = "The user name or the password is wrong.";
      return wantsPage
        ? showPage(context, problem)
        : context.json({ detail: "Incorrect credentials.", error: problem }, 400);
    }
    remember(context, entry.cookie);
    return wantsPage ? context.redirect("/", 303) : context.json({ success: true });
  });

  const { hub } = access;
  if (hub) {
    const name = `${cookieName}-login`;
    const key = randomBytes(32);
    app.get("/login/huggingface", async (context) => {
      const { address, begun } = hub.begin();
      // Ties the login to this browser: a link to the callback with another one's code logs nobody in.
      await setSignedCookie(context, name, begun, key, { ...cookie(context), path: "/login", maxAge: 600 });
      return context.redirect(address, 303);
    });
    app.get("/login/callback", async (context) => {
      const { state = "", code = "" } = context.req.query();
      // False where the text was changed.
      const begun = (await getSignedCookie(context, key, name)) || "";
      try {
        remember(context, access.withHubUser(await hub.finish(begun, { state, code })));
        deleteCookie(context, name, { ...cookie(context), path: "/login" });
        return context.redirect("/", 303);
      } catch (error) {
        return showPage(
          context,
          error instanceof StepError ? error.message : "Hugging Face does not answer.",
        );
      }
    });
  }

  app.post("/logout", (context) => {
    access.logOut(context.req.header("cookie"), cookieName);
    return context.redirect("/login", 303);
  });
}

/**
 * A link from elsewhere opens the server with this cookie; nothing else from elsewhere has it, and what changes something is also
 * compared with its origin. On the Hub, a Space is shown in a frame of another site, which gets no stricter cookie.
 */
function cookie(context: Context<ServerEnvironment>) {
  const isSecure = context.req.header("x-forwarded-proto") === "https";
  const sameSite = isSecure && process.env["SPACE_ID"] !== undefined ? ("None" as const) : ("Lax" as const);
  return { httpOnly: true, sameSite, path: "/", maxAge: 30 * 24 * 60 * 60, secure: isSecure };
}
