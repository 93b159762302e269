import type { Readable } from "node:stream";
import type { ContentMeter } from "./content-meter.ts";

/** Bytes that are measured at a time: little can happen between two looks at the limits. */
const STEP = 64 * 1024;

/** The lines of a stream, each measured before it is put together. Throws where the meter does. */
export async function* readLines(stream: Readable, meter: ContentMeter): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  const take = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += STEP) meter.add(bytes.subarray(at, at + STEP));
    if (bytes.length > 0) parts.push(bytes);
  };
  const end = () => {
    meter.endLine();
    const line = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    parts = [];
    return line.toString();
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let stop = chunk.indexOf(10); stop !== -1; stop = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, stop));
      start = stop + 1;
      yield end();
    }
    take(chunk.subarray(start));
  }
  if (parts.length > 0) yield end();
}

/** Parses JSON that was measured before. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error("its content is no JSON");
  }
}
