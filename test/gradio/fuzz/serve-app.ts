import { createHash } from "node:crypto";
import { serveHttp, type Answer, type Ask } from "../../hub/http.ts";
import type { GeneratedApp } from "./generated-app.ts";

export interface ServedApp {
  readonly url: string;
  /** The values that each job was called with, in order. */
  readonly jobs: (readonly unknown[])[];
  stop(): Promise<void>;
}

/** Speaks Gradio's protocol for a generated app: sound HTTP, a queue with one stream for each session. */
export async function serveApp(app: GeneratedApp): Promise<ServedApp> {
  const jobs: (readonly unknown[])[] = [];
  const waiting = new Map<string, string[]>();
  const prefix = app.config.api_prefix ?? "";
  const server = await serveHttp((ask) => {
    if (ask.path === "/config") return { body: app.config };
    const path = ask.path.startsWith(prefix) ? ask.path.slice(prefix.length) : ask.path;
    if (path === "/info") return { body: app.info };
    if (path === "/app_id" || ask.path === "/app_id") return { body: { app_id: app.config.app_id } };
    if (path === "/upload") return { body: [uploaded(ask)] };
    if (path.startsWith("/run/") || path.startsWith("/api/")) {
      jobs.push(dataOf(ask));
      return { body: app.answer, status: "error" in app.answer ? 500 : 200 };
    }
    if (path === "/queue/join") {
      jobs.push(dataOf(ask));
      const { session_hash: session } = JSON.parse(ask.body.toString()) as { session_hash: string };
      const event = `event-${jobs.length}`;
      waiting.set(session, [...(waiting.get(session) ?? []), event]);
      return { body: { event_id: event } };
    }
    if (path === "/queue/data") return streamed(ask.query.get("session_hash") ?? "");
    if (path.startsWith("/file=")) {
      const file = app.files.get(decodeURIComponent(path.slice("/file=".length)));
      return file
        ? { headers: { "content-type": "text/plain" }, body: file.content }
        : { status: 404, body: {} };
    }
    return { status: 404, body: { detail: "Not Found" } };
  });

  function streamed(session: string): Answer {
    const events = waiting.get(session) ?? [];
    waiting.delete(session);
    const messages = events.flatMap((event) =>
      app.messages.map((message) => ({ ...message, event_id: event })),
    );
    const pieces = [...messages, { msg: "close_stream" }].map((one) => `data: ${JSON.stringify(one)}\n\n`);
    return {
      headers: { "content-type": "text/event-stream" },
      // eslint-disable-next-line @typescript-eslint/require-await -- the server takes an asynchronous iterable
      body: (async function* () {
        yield* pieces;
      })(),
    };
  }

  return { url: server.url, jobs, stop: () => server.stop() };
}

function dataOf(ask: Ask): readonly unknown[] {
  return (JSON.parse(ask.body.toString()) as { data: readonly unknown[] }).data;
}

/** A path that tells the content and not the name. */
function uploaded(ask: Ask): string {
  const content = /\r\n\r\n([^]*?)\r\n--/.exec(ask.body.toString())?.[1] ?? "";
  return `/tmp/gradio/${createHash("sha256").update(content).digest("hex")}`;
}
