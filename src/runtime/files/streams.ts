import { Readable } from "node:stream";

/** The body of an answer, or the content of a blob, as a stream of Node's. */
export function readable(stream: ReadableStream<Uint8Array>): Readable {
  return Readable.from(chunks(stream), { objectMode: false });
}

async function* chunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops reading before the end also stops the sender.
    await reader.cancel().catch(() => {});
  }
}
