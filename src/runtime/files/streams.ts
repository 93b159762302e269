import { Readable } from "node:stream";

/** The body of an answer, or the content of a blob, as a stream of Node's. */
export function readable(stream: ReadableStream<Uint8Array>): Readable {
  return Readable.fromWeb(stream);
}
