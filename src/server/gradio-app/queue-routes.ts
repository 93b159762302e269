import { setTimeout } from "node:timers/promises";
import type { Hono } from "hono";
import type { ServerEnvironment } from "../routes.ts";
import { bodyOf, cancelBody, joinBody, limitedBody } from "./bodies.ts";
import { eventStream } from "../event-stream.ts";
import type { ClientSessions } from "./calls/client-sessions.ts";
import { Differences } from "./calls/messages.ts";
import type { GradioApp } from "./gradio-app.ts";
import { sessionStream } from "./session-stream.ts";

/** Milliseconds between signs of life of a heartbeat. */
const aliveEvery = 15_000;

/** Gradio's queue: a call joins it, its news come in the stream of the client's session, and it can be cancelled. */
export function queueRoutes(
  routes: Hono<ServerEnvironment>,
  gradio: GradioApp,
  sessions: ClientSessions,
): void {
  routes.post("/queue/join", limitedBody, async (context) => {
    const { data, fn_index: index, session_hash: hash } = await bodyOf(context, joinBody);
    if (typeof hash !== "string") return context.json({ detail: "Session hash not found." }, 400);
    const endpoint = await gradio.endpoint(context, index ?? 0);
    const work = await gradio.call(context, endpoint, data);
    return context.json({ event_id: sessions.begin(context.var.visitor, hash, endpoint.index, work) });
  });

  routes.get("/queue/data", (context) => {
    const session = sessions.find(context.var.visitor, context.req.query("session_hash") ?? "");
    if (!session) {
      const gone = {
        msg: "unexpected_error",
        message: "404: Not Found",
        session_not_found: true,
        success: false,
      };
      return eventStream(() => [`data: ${JSON.stringify(gone)}\n\n`].values());
    }
    const differences = new Differences();
    return sessionStream(session, (message) => `data: ${JSON.stringify(differences.of(message))}\n\n`);
  });

  routes.post("/cancel", limitedBody, async (context) => {
    const { session_hash: hash, event_id: event, fn_index: endpoint } = await bodyOf(context, cancelBody);
    const session =
      typeof hash === "string"
        ? sessions.find(context.var.visitor, hash)
        : sessions.ofEvent(context.var.visitor, event ?? "");
    if (typeof event === "string") session?.cancel(event);
    else if (typeof endpoint === "number") session?.cancelAllOf(endpoint);
    return context.json({ success: true });
  });

  // As in Gradio, `/cancel` does it all.
  routes.post("/reset", (context) => context.json({ success: true }));

  routes.get("/heartbeat/:session_hash", () =>
    eventStream(async function* (left) {
      for (;;) {
        yield "data: ALIVE\n\n";
        await setTimeout(aliveEvery, undefined, { signal: left, ref: false });
      }
    }),
  );
}
