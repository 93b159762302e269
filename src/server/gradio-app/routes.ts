import { Hono } from "hono";
import { StepError } from "../../runtime/failures/failure.ts";
import type { SeenFiles } from "../canvas/seen-files.ts";
import type { ServerEnvironment } from "../routes.ts";
import type { ServedWorkflow } from "../workflow.ts";
import { BodyError } from "./bodies.ts";
import { callRoutes, runRoutes } from "./call-routes.ts";
import { ClientSessions, TooManyCallsError } from "./calls/client-sessions.ts";
import { fileRoutes } from "./files/file-routes.ts";
import { GradioApp, NotLoadedError, UnknownEndpointError } from "./gradio-app.ts";
import { queueRoutes } from "./queue-routes.ts";

/**
 * The served workflow as a Gradio app, to Gradio's clients and to other workflows. It has no page of its own.
 *
 * @returns ends all calls
 */
export function gradioAppRoutes(
  app: Hono<ServerEnvironment>,
  workflow: ServedWorkflow,
  seen: SeenFiles,
): () => void {
  const gradio = new GradioApp(workflow, seen);
  const sessions = new ClientSessions();
  const routes = errorsInWords(new Hono<ServerEnvironment>({ strict: false }), workflow);
  routes.get("/config", async (context) => context.json(await gradio.config(context)));
  routes.get("/info", async (context) => context.json(await gradio.info(context)));
  routes.get("/app_id", async (context) => context.json({ app_id: await gradio.appId(context) }));
  routes.get("/login_check", (context) => context.json({ status: "ok" }));
  routes.get("/user", (context) => {
    const { name, user } = context.var.visitor;
    return context.json(name ?? user ?? null);
  });
  routes.get("/startup-events", (context) => context.json(false));
  fileRoutes(routes, gradio, seen);
  queueRoutes(routes, gradio, sessions);
  callRoutes(routes, gradio, sessions);
  // Older clients know no prefix. `/api` without it belongs to daggr's REST.
  app.route("/", routes);
  const prefixed = errorsInWords(new Hono<ServerEnvironment>({ strict: false }), workflow);
  prefixed.route("/", routes);
  runRoutes(prefixed, gradio);
  app.route("/gradio_api", prefixed);
  return () => sessions.close();
}

/** What a client sent wrongly, in the form in which Gradio's server says it. */
function errorsInWords(
  routes: Hono<ServerEnvironment>,
  workflow: Pick<ServedWorkflow, "showPaths" | "unforeseen">,
): Hono<ServerEnvironment> {
  routes.onError((error, context) => {
    const status = statusOf(error);
    const help = error instanceof StepError ? error.failure.help : undefined;
    const words = [error.message, help].filter((text) => text !== undefined).join(" ");
    const detail = status === 500 ? workflow.unforeseen(error) : workflow.showPaths(words);
    return context.json({ detail, error: detail }, status);
  });
  return routes;
}

function statusOf(error: Error): 400 | 404 | 500 | 503 {
  if (error instanceof UnknownEndpointError) return 404;
  if (error instanceof NotLoadedError || error instanceof TooManyCallsError) return 503;
  return error instanceof BodyError || error instanceof StepError ? 400 : 500;
}
