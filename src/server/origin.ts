import type { Context } from "hono";
import type { ServerEnvironment } from "./routes.ts";

/** The address by which the visitor reaches the server. Its host was compared with the server's names before. */
export function originOf(context: Context<ServerEnvironment>): string {
  const scheme = context.req.header("x-forwarded-proto") === "https" ? "https" : "http";
  return `${scheme}://${context.req.header("host")}`;
}
