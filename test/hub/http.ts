import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../support/ports.ts";

/** A request, read to its end. */
export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
  /** What the groups of the route's pattern matched, decoded. */
  readonly parts: readonly string[];
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes go as they are, an async iterable piece by piece, anything else as JSON. */
  readonly body?: unknown;
}

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "*";
  readonly path: RegExp;
  readonly answer: (ask: Ask) => Answer | Promise<Answer>;
}

export interface HttpServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves on a free port. `answer` gets every request. */
export async function serveHttp(answer: (ask: Ask) => Answer | Promise<Answer>): Promise<HttpServer> {
  const server = createServer((request, response) => void handle(request, response, answer));
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The answer of the first route that fits, else 404 as the Hub gives it. */
export function routed(routes: readonly Route[], ask: Ask): Answer | Promise<Answer> {
  for (const { method, path, answer } of routes) {
    const match = path.exec(ask.path);
    if (!match || (method !== "*" && method !== ask.method)) continue;
    return answer({ ...ask, parts: match.slice(1).map((part) => decodeURIComponent(part ?? "")) });
  }
  return failure(404, "Sorry, we can't find the page you are looking for.");
}

/** An error as the Hub and the inference router send it. */
export function failure(status: number, error: string): Answer {
  return { status, body: { error } };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (ask: Ask) => Answer | Promise<Answer>,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://hub");
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  try {
    const given = await answer({
      method: request.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks),
      parts: [],
    });
    await write(response, given);
  } catch (error) {
    if (!response.headersSent) response.writeHead(500);
    response.end(String(error));
  }
}

async function write(response: ServerResponse, { status = 200, headers = {}, body }: Answer): Promise<void> {
  if (typeof body === "string" || Buffer.isBuffer(body) || body === undefined) {
    response.writeHead(status, headers);
    response.end(body);
    return;
  }
  if (typeof body === "object" && body !== null && Symbol.asyncIterator in body) {
    response.writeHead(status, headers);
    for await (const piece of body as AsyncIterable<string>) {
      if (response.destroyed) return;
      response.write(piece);
    }
    response.end();
    return;
  }
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
