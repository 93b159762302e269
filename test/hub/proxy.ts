import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { listen } from "../support/ports.ts";

/** What goes wrong with one answer of the server behind the proxy. */
export type Fault =
  /** Another answer instead. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    }
  /** No answer at all. */
  | { readonly kind: "hang" }
  /** The server gets the request, but its answer is lost: another status comes instead, the connection breaks, or nothing comes. */
  | { readonly kind: "lost"; readonly instead: number | "drop" | "hang" }
  /** After this much of the answer has gone by: the connection breaks, ends as if complete, or falls silent. */
  | { readonly kind: "drop" | "end" | "silence"; readonly after: RegExp };

export interface ProxyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
}

export interface Proxy {
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly ProxyRequest[];
  stop(): Promise<void>;
}

/**
 * A server in front of a real app, to watch what is sent and to break what comes back: a network, a private Space's gate, a
 * Space that has fallen asleep. A `target` that is a function is asked for each request, after `faultOf`.
 */
export async function startProxy(
  target: string | (() => string),
  faultOf: (request: ProxyRequest) => Fault | undefined = () => undefined,
): Promise<Proxy> {
  const requests: ProxyRequest[] = [];
  const server = createServer((request, response) => {
    const asked = { method: request.method ?? "GET", path: request.url ?? "/", headers: request.headers };
    requests.push(asked);
    const fault = faultOf(asked);
    if (fault?.kind === "hang") return;
    if (fault?.kind === "answer") {
      request.resume();
      response.writeHead(fault.status, fault.headers).end(fault.body ?? "");
      return;
    }
    forward(typeof target === "string" ? target : target(), request, response, fault);
  });
  const port = await listen(server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function forward(
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Extract<Fault, { after: RegExp } | { kind: "lost" }> | undefined,
): void {
  // The host header stays the proxy's: Gradio builds its own addresses from it.
  const onward = ask(
    new URL(request.url ?? "/", target),
    { method: request.method, headers: request.headers },
    (answer) => {
      if (fault?.kind === "lost") {
        answer.resume();
        if (fault.instead === "drop") response.destroy();
        else if (fault.instead !== "hang") response.writeHead(fault.instead).end("lost");
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      response.flushHeaders();
      let seen = "";
      let broken = false;
      answer.on("data", (chunk: Buffer) => {
        if (broken) return;
        response.write(chunk);
        seen += chunk.toString();
        if (!fault?.after.test(seen)) return;
        broken = true;
        if (fault.kind === "end") response.end();
        if (fault.kind === "drop") setTimeout(() => response.destroy(), 20);
      });
      answer.on("end", () => !broken && response.end());
      answer.on("error", () => response.destroy());
    },
  );
  onward.on("error", () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
  response.on("close", () => onward.destroy());
  request.pipe(onward);
}
