import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import { decodeFrame, encodeFrame, largestFrame, type ToPage } from "../../runtime/protocol/browser.ts";
import type { HostedSession } from "../../runtime/canvas-host/host.ts";
import type { SessionId } from "../../runtime/protocol/session.ts";
import type { Visitor } from "../access/logins.ts";
import type { ServedWorkflow } from "../workflow.ts";
import { HostedCanvas } from "./hosted-canvas.ts";
import type { SeenFiles } from "./seen-files.ts";

/** Pages that one user may have open. Each may have a message on its way. */
const mostPages = 200;
/** Bytes that wait for a page that reads slowly. It is cut off then, connects again and gets the whole state. */
const maxWaiting = 64 * 1024 * 1024;
/** Milliseconds between signs of life; a page that gave none in between is gone. */
const heartbeat = 30_000;

/** The pages that are open, each over a WebSocket. */
export class Canvases {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    perMessageDeflate: false,
  });
  readonly #canvases = new Map<string, HostedCanvas>();
  readonly #alive = new WeakSet<WebSocket>();
  readonly #timer = setInterval(() => this.#checkAll(), heartbeat).unref();

  constructor(
    private readonly workflow: ServedWorkflow,
    private readonly files: SeenFiles,
    private readonly log: (text: string) => void,
  ) {}

  /** Takes over the connection of a page that was let in, unless its user has too many already. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, visitor: Visitor): void {
    const own = [...this.#canvases.values()].filter((canvas) => canvas.visitor.user === visitor.user);
    if (own.length >= mostPages) {
      socket.end("HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n", () => socket.destroy());
      return;
    }
    const { searchParams } = new URL(request.url ?? "/", "http://localhost");
    const graph = searchParams.get("graph") ?? undefined;
    this.#sockets.handleUpgrade(request, socket, head, (page) => this.#serve(page, visitor, graph));
  }

  /** The session of a canvas, to its own visitor only. */
  sessionOf(id: string, visitor: Visitor): SessionId | undefined {
    return this.#canvasOf(id, visitor)?.session;
  }

  /** What a canvas shows, to its own visitor only. */
  hostedOf(id: string, visitor: Visitor): HostedSession | undefined {
    return this.#canvasOf(id, visitor)?.hosted;
  }

  #canvasOf(id: string, { user }: Visitor): HostedCanvas | undefined {
    const canvas = this.#canvases.get(id);
    return canvas?.visitor.user === user ? canvas : undefined;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const page of this.#sockets.clients) page.terminate();
    await Promise.all([...this.#canvases.values()].map((canvas) => canvas.close()));
  }

  #serve(page: WebSocket, visitor: Visitor, graph: string | undefined): void {
    const post = (message: ToPage) => {
      if (page.bufferedAmount > maxWaiting) page.terminate();
      else page.send(encodeFrame(message));
    };
    const { workflow, files, log } = this;
    const leave = workflow.visitors.enter(visitor);
    const canvas = new HostedCanvas({ workflow, visitor, graph, files, post, log });
    this.#canvases.set(canvas.id, canvas);
    this.#alive.add(page);
    page.on("pong", () => this.#alive.add(page));
    // A page that connects again sends what was typed meanwhile: that waits until the canvas is open.
    const opened = canvas.open();
    page.on("message", (data, isBinary) => {
      const message = messageOf(data, isBinary);
      void opened.then(
        () => canvas.connection.receive(message),
        () => {},
      );
    });
    const gone = visitor.login?.whenOver(() => page.terminate());
    page.on("error", ({ message }) => log(`The connection of a page failed: ${message}`));
    page.on("close", () => {
      gone?.();
      this.#canvases.delete(canvas.id);
      // It may have gone before its canvas was open.
      opened
        .catch(() => {})
        .then(() => canvas.close())
        .catch((error: unknown) => log(`A canvas was not closed in order: ${String(error)}`))
        .finally(leave);
    });
    opened.catch((error: unknown) => {
      log(`A canvas could not be opened: ${String(error)}`);
      page.close(1011);
    });
  }

  #checkAll(): void {
    for (const page of this.#sockets.clients) {
      if (!this.#alive.has(page)) page.terminate();
      this.#alive.delete(page);
      page.ping();
    }
  }
}

/** What a page sent, to be parsed; undefined where it is no frame, which no schema accepts. */
function messageOf(data: RawData, isBinary: boolean): unknown {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  try {
    return decodeFrame(isBinary ? bytes : bytes.toString());
  } catch {
    return undefined;
  }
}
