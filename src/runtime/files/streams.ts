import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";

/** The body of an answer, or the content of a blob, as a stream of Node's. */
export function readable(stream: ReadableStream<Uint8Array>): Readable {
  // The same thing at run time; only the declarations of the web's and of Node's streams differ.
  return Readable.fromWeb(stream as NodeStream<Uint8Array>);
}
