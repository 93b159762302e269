import { connectTo } from "./connect.ts";
import { logIn, openProxy, type ControlHandler } from "./frp/control.ts";
import { serveWorkConnection, type LocalAddress } from "./frp/work-connection.ts";
import { publicAddress } from "./public-address.ts";
import { nameOf, type ShareServer } from "./share-server.ts";
import { ProtocolError } from "./yamux/frame.ts";
import { YamuxSession } from "./yamux/session.ts";
import type { YamuxStream } from "./yamux/stream.ts";

/** Visitors' connections at a time. More wait at the server. */
const maxWorkConnections = 512;

/** Milliseconds that the server may take to close its end of the connection. */
const closing = 2_000;

export interface LinkOptions {
  readonly server: ShareServer;
  /** What the public address leads to, and nothing else. */
  readonly local: LocalAddress;
  /** The server makes the address of it. */
  readonly shareToken: string;
  /** That of the link before this one. */
  readonly runId: string | undefined;
  /** Milliseconds between signs of life. */
  readonly keepAlive: number;
  /** Ends the opening; an open link is ended by `close`. */
  readonly signal: AbortSignal;
}

/** One connection to the share server, logged in and with a public address. */
export interface Link {
  /** The server's host and port. */
  readonly server: string;
  readonly address: string;
  readonly runId: string;
  /** Why it ended; nothing where we closed it. */
  readonly ended: Promise<Error | undefined>;
  /** Resolves once the connection is closed. */
  close(): Promise<void>;
}

export async function openLink(options: LinkOptions): Promise<Link> {
  const { server, signal, keepAlive } = options;
  const connection = await connectTo(server, signal);
  const session = new YamuxSession(connection, { keepAlive });
  const closed = new Promise<void>((resolve) => connection.once("close", () => resolve()));
  const close = async () => {
    session.close();
    const late = setTimeout(() => connection.destroy(), closing);
    await closed;
    clearTimeout(late);
  };
  const stop = () => session.fail(signal.reason as Error);
  signal.addEventListener("abort", stop, { once: true });
  try {
    const stream = session.open();
    const runId = await logIn(stream, options.runId);
    const address = await requestAddress(session, stream, runId, options);
    return { server: nameOf(server), address, runId, ended: session.ended, close };
  } catch (error) {
    await close();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function requestAddress(
  session: YamuxSession,
  stream: YamuxStream,
  runId: string,
  { shareToken, local, keepAlive }: LinkOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const handler: ControlHandler = {
      opened: (remoteAddress) => resolve(publicAddress(remoteAddress)),
      workConnectionWanted: () => {
        if (session.streams > maxWorkConnections) return;
        const work = session.open();
        serveWorkConnection(work, runId, local).catch((error: unknown) => {
          if (error instanceof ProtocolError) session.fail(error);
          else work.destroy();
        });
      },
      failed: (error) => {
        session.fail(error);
        reject(error);
      },
    };
    openProxy(stream, shareToken, handler, keepAlive);
  });
}
