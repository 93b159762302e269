import { bytesText, LimitError } from "../../failures/limit-error.ts";

/** How much a stream of server-sent events may bring. */
export interface StreamLimits {
  /** Bytes of one event. */
  readonly event: number;
  /** Bytes of the whole stream: the app may have each of them kept until the call ends. */
  readonly stream: number;
  /** Events of the whole stream. */
  readonly events: number;
}

const streamLimits: StreamLimits = {
  event: 128 * 1024 * 1024,
  stream: 256 * 1024 * 1024,
  events: 1_000_000,
};

const newline = 0x0a;

/**
 * The data of each event of a stream. Every byte is looked at once and copied once, however long an event is and however
 * small its pieces are.
 * @throws {LimitError} where the stream brings more than the limits
 */
export async function* serverEvents(
  body: AsyncIterable<Uint8Array>,
  limits: StreamLimits = streamLimits,
): AsyncGenerator<string> {
  const lines = new Lines(limits);
  let data: string[] = [];
  let events = 0;
  for await (const chunk of body) {
    for (const line of lines.take(chunk)) {
      if (line === "") {
        if (data.length > 0) {
          events += 1;
          if (events > limits.events) throw tooMuch(`${limits.events} messages`);
          yield data.join("\n");
        }
        data = [];
        lines.startEvent();
      } else if (line.startsWith("data:")) {
        data.push(line.slice(line[5] === " " ? 6 : 5));
      }
    }
  }
}

/** Divides bytes at line ends. */
class Lines {
  #pieces: Uint8Array[] = [];
  #event = 0;
  #stream = 0;

  constructor(private readonly limits: StreamLimits) {}

  *take(chunk: Uint8Array): Generator<string> {
    this.#stream += chunk.length;
    if (this.#stream > this.limits.stream) throw tooMuch(`${bytesText(this.limits.stream)} in one call`);
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#add(chunk.subarray(start, end));
      start = end + 1;
      const line = this.#pieces.length === 1 ? this.#pieces[0] : Buffer.concat(this.#pieces);
      this.#pieces = [];
      yield textOf(line ?? chunk);
    }
    if (start < chunk.length) this.#add(chunk.subarray(start));
  }

  startEvent(): void {
    this.#event = 0;
  }

  #add(piece: Uint8Array): void {
    this.#event += piece.length;
    if (this.#event > this.limits.event) throw tooMuch(`${bytesText(this.limits.event)} in one message`);
    this.#pieces.push(piece);
  }
}

function textOf(line: Uint8Array): string {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  return bytes.toString("utf8", 0, bytes.at(-1) === 0x0d ? bytes.length - 1 : bytes.length);
}

function tooMuch(what: string): LimitError {
  return new LimitError(`it sent more than ${what}, the most that Daggr takes`);
}
