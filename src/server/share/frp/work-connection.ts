import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { encodeMessage, readMessage } from "./framing.ts";
import { ProtocolError } from "../yamux/frame.ts";
import type { YamuxStream } from "../yamux/stream.ts";

/** Where the local server listens. */
export interface LocalAddress {
  readonly host: string;
  readonly port: number;
}

/** Milliseconds that the server may take to close a stream whose other end is gone. */
const closing = 30_000;

/**
 * A stream that waits at the server until somebody asks for the public address, and is then led to the one local port. Where a
 * message of the server says that it comes from or goes to does not matter.
 */
export async function serveWorkConnection(
  stream: YamuxStream,
  runId: string,
  local: LocalAddress,
): Promise<void> {
  stream.write(encodeMessage("w", { run_id: runId }));
  const message = await readMessage(stream);
  if (message.kind !== "start-work-connection")
    throw new ProtocolError("it answered a work connection with another message");
  if (message.error !== "") {
    stream.end();
    stream.resume();
    return;
  }
  const socket = connect({ ...local, noDelay: true });
  try {
    await once(socket, "connect");
  } catch {
    // The local server does not answer any more: the visitor gets the share server's own page.
    stream.end();
    stream.resume();
    return;
  }
  join(stream, socket);
}

/** Passes bytes on in both directions. As in frp, the end of one direction is the end of both. */
function join(stream: YamuxStream, local: Socket): void {
  if (stream.destroyed) {
    local.destroy();
    return;
  }
  local.on("error", () => {});
  stream.pipe(local, { end: false });
  local.pipe(stream);
  stream.once("end", () => local.destroySoon());
  stream.once("close", () => local.destroy());
  local.once("close", () => {
    stream.end();
    stream.unpipe(local);
    stream.resume();
    const late = setTimeout(() => stream.destroy(), closing);
    late.unref();
    stream.once("close", () => clearTimeout(late));
  });
}
