import type { Readable } from "node:stream";
import { ProtocolError } from "../yamux/frame.ts";
import { parseServerMessage, type ClientMessages, type ServerMessage } from "./messages.ts";

/** A message is its letter, the length of its JSON in 8 bytes, and the JSON. frp takes no longer one either. */
const maxMessage = 10_240;
const prefixBytes = 9;

export function encodeMessage<L extends keyof ClientMessages>(letter: L, message: ClientMessages[L]): Buffer {
  const json = Buffer.from(JSON.stringify(message));
  const prefix = Buffer.alloc(prefixBytes);
  prefix.write(letter, "latin1");
  prefix.writeBigInt64BE(BigInt(json.length), 1);
  return Buffer.concat([prefix, json]);
}

/**
 * The next message of a stream, and not a byte of what follows it.
 * @throws {ProtocolError} where it is none
 * @throws {Error} where the stream ends before
 */
export async function readMessage(source: Readable): Promise<ServerMessage> {
  const prefix = await readExactly(source, prefixBytes);
  const length = prefix.readBigInt64BE(1);
  if (length < 2n || length > BigInt(maxMessage))
    throw new ProtocolError(`it sent a message of ${length} bytes`);
  const json = await readExactly(source, Number(length));
  return parseServerMessage(prefix.toString("latin1", 0, 1), json.toString("utf8"));
}

async function readExactly(source: Readable, bytes: number): Promise<Buffer> {
  for (;;) {
    const read = source.read(bytes) as Buffer | null;
    // At the end of a stream it gives what is left.
    if (read?.length === bytes) return read;
    if (read !== null || source.readableEnded || source.destroyed)
      throw source.errored ?? new Error("the connection was closed");
    await changed(source);
  }
}

/** Resolves once there is more to read, or never will be. */
function changed(source: Readable): Promise<void> {
  const events = ["readable", "end", "close", "error"] as const;
  return new Promise((resolve) => {
    const done = () => {
      for (const event of events) source.off(event, done);
      resolve();
    };
    for (const event of events) source.on(event, done);
  });
}
