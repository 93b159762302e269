import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import type { Engine } from "../runtime/session/engine.ts";
import { Access } from "./access/access.ts";
import { admission, hostCheck } from "./access/admission.ts";
import { loginRoutes } from "./access/login-routes.ts";
import { Canvases } from "./canvas/canvases.ts";
import { pageFileRoutes } from "./canvas/file-routes.ts";
import { mediaRoutes } from "./canvas/media.ts";
import { pageRoutes } from "./canvas/page-routes.ts";
import { SeenFiles } from "./canvas/seen-files.ts";
import { sheetRoutes } from "./canvas/sheet-routes.ts";
import { gradioAppRoutes } from "./gradio-app/routes.ts";
import { restRoutes } from "./rest/routes.ts";
import { headRequests } from "./head-requests.ts";
import { listen } from "./listen.ts";
import type { ServeOptions } from "./options.ts";
import { Reload } from "./reload.ts";
import type { ServerEnvironment } from "./routes.ts";
import { ServedWorkflow } from "./workflow.ts";

/** A workflow that is being served. */
export interface RunningServer {
  /** Where a person opens it, with the token if there is one. */
  readonly address: string;
  readonly port: number;
  readonly access: Access;
  /** Resolves when the engine is there, for which all but the page waits. Rejects where it cannot start. */
  readonly started: Promise<Engine>;
  /** Ends runs, saves, and leaves no process behind. */
  stop(): Promise<void>;
}

/** What a server that listens answers with. */
interface Parts {
  readonly app: Hono<ServerEnvironment>;
  readonly canvases: Canvases;
  readonly workflow: ServedWorkflow;
  /** Ends the calls of Gradio's clients. */
  readonly closeCalls: () => void;
  /** Makes a page's connection a WebSocket, if the page may. */
  readonly takeOver: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
}

/**
 * Serves a workflow: its canvas to browsers, its graphs to programs. Resolves as soon as it listens: a browser takes as long to
 * open as the engine to start, so neither waits for the other.
 *
 * @throws {ListenError} where the server cannot listen
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { host } = options.listen;
  const access = new Access(host, options.access);
  // hono's own server type also covers HTTP/2, which is not asked for.
  const server = createAdaptorServer({
    fetch: async (request, environment) => (await answering).app.fetch(request, environment),
  }) as Server;
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Node leaves the socket to whoever takes it over.
    socket.on("error", () => socket.destroy());
    void answering.then(({ takeOver }) => takeOver(request, socket, head));
  });
  const listening = listen(server, options.listen);
  // The cookies of two servers on one machine are told apart by their ports.
  const answering = listening.then((port) => answer(options, access, `daggr-${port}`));
  // Told by `listening`.
  answering.catch(() => {});
  const port = await listening;
  const { workflow, canvases, closeCalls } = await answering;
  const reload = options.reload ? new Reload(workflow, options.log) : undefined;
  void workflow
    .graph({ user: undefined })
    .then(() => Promise.all([workflow.tellProblem(), reload?.followModules()]))
    .catch((error: unknown) => options.log(String(error)));
  return {
    port,
    access,
    started: workflow.started,
    address: addressOf(host, port, access.token),
    stop: async () => {
      await reload?.close();
      await canvases.close();
      closeCalls();
      server.close();
      server.closeAllConnections();
      await workflow.stop();
    },
  };
}

function answer(options: ServeOptions, access: Access, cookieName: string): Parts {
  const workflow = new ServedWorkflow(options);
  const files = new SeenFiles();
  const canvases = new Canvases(workflow, files, options.log);
  const app = new Hono<ServerEnvironment>();
  app.use(headRequests, hostCheck(access));
  loginRoutes(app, access, cookieName);
  app.use(admission(access, cookieName));
  pageRoutes(app, options);
  app.use(async ({ var: { visitor }, env: { outgoing } }, next) => {
    outgoing.once("close", workflow.visitors.enter(visitor));
    await next();
  });
  // The page is there at once. All that follows asks the engine.
  app.use(async (_context, next) => {
    await workflow.started;
    await next();
  });
  mediaRoutes(app, workflow, files);
  pageFileRoutes(app, workflow, files);
  sheetRoutes(app, workflow, canvases, options.dist);
  restRoutes(app, workflow, files);
  const { assistants } = options;
  if (assistants) app.all("/mcp", (context) => assistants(context.req.raw));
  const closeCalls = gradioAppRoutes(app, workflow, files);
  app.notFound((context) => context.json({ error: `There is nothing at ${context.req.path}.` }, 404));
  app.onError((error, context) => context.json({ error: workflow.unforeseen(error) }, 500));
  const takeOver: Parts["takeOver"] = (request, socket, head) => {
    const found = access.admit(request, cookieName);
    // Without an origin it is no page of ours.
    const isPage = /^\/canvas(\?|$)/.test(request.url ?? "") && request.headers.origin !== undefined;
    if (found.type === "admitted" && isPage) return canvases.accept(request, socket, head, found.visitor);
    // Whoever does not close their side as well would keep the server from ending.
    socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n", () => socket.destroy());
  };
  return { app, canvases, workflow, closeCalls, takeOver };
}

/** Every address of this machine is no address that a browser opens. */
function addressOf(host: string, port: number, token: string | undefined): string {
  const name = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}/${token === undefined ? "" : `?token=${encodeURIComponent(token)}`}`;
}
