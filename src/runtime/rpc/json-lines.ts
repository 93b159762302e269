/**
 * Bytes of one line: all messages that are sent together. Large values are sent in chunks, so only many messages, or what describes a
 * large workflow with many fixed values, come near it.
 */
const longestLine = 256 * 2 ** 20;

const newline = 10;

// Taken now, because user code that runs in the same process may replace them.
const { stringify, parse } = JSON;
/** Bytes of a character in UTF-8, at most. */
const widest = 3;

/**
 * Messages as one line. JSON escapes line breaks, so that a line break is always the end of a line. Throws where the other side would
 * refuse it for its length.
 */
export function jsonLine(messages: unknown): string {
  const line = `${stringify(messages)}\n`;
  if (line.length * widest > longestLine && Buffer.byteLength(line) > longestLine) throw tooLong();
  return line;
}

function tooLong(): Error {
  return new Error(
    `A message between the engine and the workflow's process has more than ${longestLine / 2 ** 20} MB. Keep large values in files, and pass their paths on.`,
  );
}

/** Cuts a stream of bytes into lines and parses each as JSON. */
export class JsonLines {
  #parts: Buffer[] = [];
  #length = 0;

  /** The messages that are complete now. Throws for a line that is not JSON, and for one that is too long. */
  *read(bytes: Buffer): Generator<unknown, void> {
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      this.#keep(bytes.subarray(start, end));
      start = end + 1;
      yield this.#takeLine();
    }
    this.#keep(bytes.subarray(start));
  }

  #keep(part: Buffer): void {
    this.#length += part.length;
    if (this.#length > longestLine) throw tooLong();
    if (part.length > 0) this.#parts.push(part);
  }

  #takeLine(): unknown {
    const text = Buffer.concat(this.#parts, this.#length).toString("utf8");
    this.#parts = [];
    this.#length = 0;
    return parse(text);
  }
}
