import type { MiddlewareHandler } from "hono";

/** `HEAD` is answered like `GET`, but its body is not sent: what was opened for that is closed again. */
export const headRequests: MiddlewareHandler = async (context, next) => {
  await next();
  if (context.req.method === "HEAD") await context.res.body?.cancel();
};
