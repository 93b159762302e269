import type { Readable } from "node:stream";

const LONGEST = 128 * 1024 * 1024;
const DEEPEST = 500;

/** The lines of a stream. Throws at a line of more than 128 MB. */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)]).toString();
      parts = [];
      length = 0;
      start = end + 1;
    }
    parts.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > LONGEST) throw new Error("a line of its content is too long");
  }
  if (length > 0) yield Buffer.concat(parts).toString();
}

/** Parses JSON that is not trusted. Throws where it is nested so deep that a recursive function would fail. */
export function parseJson(text: string): unknown {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text.charCodeAt(i);
    if (inString) {
      if (character === 92) i += 1;
      else if (character === 34) inString = false;
    } else if (character === 34) inString = true;
    else if (character === 91 || character === 123) {
      if ((depth += 1) > DEEPEST) throw new Error("its content is nested too deep");
    } else if (character === 93 || character === 125) depth -= 1;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error("its content is no JSON");
  }
}
