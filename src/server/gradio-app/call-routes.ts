import type { Context, Hono } from "hono";
import { eventText } from "../event-stream.ts";
import type { ServerEnvironment } from "../routes.ts";
import { inOrder } from "./calls/arguments.ts";
import type { ClientSessions } from "./calls/client-sessions.ts";
import type { EventMessage, StreamMessage } from "./calls/messages.ts";
import type { Endpoint } from "./api/endpoints.ts";
import { bodyOf, callBody, joinBody, limitedBody, namedBody } from "./bodies.ts";
import type { GradioApp } from "./gradio-app.ts";
import { sessionStream } from "./session-stream.ts";

/** Calls without a session: begun with one request and read with another, as from a shell, or answered by the request itself. */
export function callRoutes(
  routes: Hono<ServerEnvironment>,
  gradio: GradioApp,
  sessions: ClientSessions,
): void {
  const begin = async (context: Context<ServerEnvironment>, endpoint: Endpoint, data: readonly unknown[]) => {
    const work = await gradio.call(context, endpoint, data);
    return context.json({ event_id: sessions.begin(context.var.visitor, undefined, endpoint.index, work) });
  };
  routes.post("/call/v2/:name", limitedBody, async (context) => {
    const endpoint = await gradio.endpoint(context, context.req.param("name"));
    return begin(context, endpoint, inOrder(endpoint, await bodyOf(context, namedBody)));
  });
  routes.post("/call/:name", limitedBody, async (context) => {
    const endpoint = await gradio.endpoint(context, context.req.param("name"));
    return begin(context, endpoint, (await bodyOf(context, callBody)).data);
  });
  routes.on("GET", ["/call/v2/:name/:event", "/call/:name/:event"], (context) => {
    const session = sessions.ofEvent(context.var.visitor, context.req.param("event"));
    if (!session) return context.json({ detail: "There is no such call (any more)." }, 404);
    return sessionStream(session, textOf);
  });
}

/** Calls that wait for the result, at `/run` and, where nothing else is there, `/api`. */
export function runRoutes(routes: Hono<ServerEnvironment>, gradio: GradioApp): void {
  const run = async (context: Context<ServerEnvironment, "/run/:name">) => {
    const { data, fn_index: index } = await bodyOf(context, joinBody);
    const endpoint = await gradio.endpoint(context, index ?? context.req.param("name"));
    const work = await gradio.call(context, endpoint, data);
    let last: EventMessage | undefined;
    await work((message) => (last = message), context.req.raw.signal);
    if (last?.msg !== "process_completed") return context.json({ error: "The call was stopped." }, 500);
    return context.json(last.output, last.success ? 200 : 500);
  };
  routes.post("/run/:name", limitedBody, run);
  routes.post("/api/:name", limitedBody, run);
}

/** As Gradio writes it for whoever reads a call without a session. */
function textOf(message: StreamMessage): string {
  switch (message.msg) {
    case "process_completed": {
      if (!message.success) return eventText("error", message.output);
      return eventText("complete", "data" in message.output ? message.output.data : null);
    }
    case "process_generating":
      return eventText("generating", message.output.data);
    case "heartbeat":
      return eventText("heartbeat", null);
    case "unexpected_error":
      return eventText("error", message.message);
    case "estimation":
    case "process_starts":
    case "progress":
    case "close_stream":
      return "";
  }
}
