import type { Duplex } from "node:stream";
import { encodeHeader, flag, frameType, ProtocolError, streamWindow, type FrameHeader } from "./frame.ts";
import { FrameReader } from "./frame-reader.ts";
import { YamuxStream } from "./stream.ts";

/** Frames without a payload that may wait to be sent. More wait only if the other side asks for answers and does not read them. */
const maxWaitingControls = 4_096;

export interface SessionOptions {
  /** Milliseconds between pings. A ping that is not answered before the next ends the session. */
  readonly keepAlive: number;
}

/** The client's side of a yamux session. Only this side opens streams, as with frp. */
export class YamuxSession {
  /** Why the session ended; nothing where we closed it. */
  readonly ended: Promise<Error | undefined>;
  readonly #streams = new Map<number, YamuxStream>();
  readonly #pinging: NodeJS.Timeout;
  #nextStream = 1;
  #waitingControls = 0;
  #ping: { readonly number: number; answered: boolean } = { number: 0, answered: true };
  #end: (error: Error | undefined) => void = () => {};
  #closed = false;

  constructor(
    private readonly connection: Duplex,
    { keepAlive }: SessionOptions,
  ) {
    this.ended = new Promise((resolve) => (this.#end = resolve));
    const reader = new FrameReader({
      begin: (frame) => this.#begin(frame),
      payload: ({ stream }, bytes) => this.#streams.get(stream)?.receive(bytes),
      end: (frame) => this.#frame(frame),
    });
    connection.on("data", (bytes: Buffer) => {
      if (this.#closed) return;
      try {
        reader.push(bytes);
      } catch (error) {
        this.fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
    connection.on("error", (error) => this.fail(error));
    connection.on("close", () => this.fail(new Error("the connection was closed")));
    this.#pinging = setInterval(() => this.#sendPing(), keepAlive);
    this.#pinging.unref();
  }

  get streams(): number {
    return this.#streams.size;
  }

  open(): YamuxStream {
    const id = this.#nextStream;
    this.#nextStream += 2;
    const stream = new YamuxStream(id, {
      send: (header, payload, sent) => this.#send(header, payload, sent),
      forget: ({ id }) => this.#streams.delete(id),
    });
    // Whoever uses the stream hears of its errors; a stream that nobody uses yet must not end the process.
    stream.on("error", () => {});
    this.#streams.set(id, stream);
    return stream;
  }

  /** Says goodbye and ends the connection. */
  close(): void {
    if (this.#closed) return;
    this.#send({ type: frameType.goAway, flags: 0, stream: 0, length: 0 });
    this.#finish(undefined);
    this.connection.end();
  }

  #begin({ stream: id, flags, length }: FrameHeader): void {
    if (flags & flag.syn) throw new ProtocolError("it opened a stream, which only the client may");
    const stream = this.#streams.get(id);
    if (stream) stream.expect(length);
    // What was under way when we gave up a stream fits its window.
    else if (id % 2 === 0 || id >= this.#nextStream || length > streamWindow)
      throw new ProtocolError("it sent data for a stream that was never open");
  }

  #frame(frame: FrameHeader): void {
    switch (frame.type) {
      case frameType.ping:
        if (frame.flags & flag.syn) this.#send({ ...frame, flags: flag.ack });
        else if (frame.length === this.#ping.number) this.#ping.answered = true;
        return;
      case frameType.goAway:
        throw new Error("it ended the connection");
      default:
        if (frame.flags & flag.syn) throw new ProtocolError("it opened a stream, which only the client may");
        this.#streams.get(frame.stream)?.accept(frame);
    }
  }

  #send(header: FrameHeader, payload?: Buffer, sent?: (error?: Error | null) => void): void {
    if (this.#closed || !this.connection.writable) {
      sent?.(new Error("the connection was closed"));
      return;
    }
    if (payload) {
      this.connection.cork();
      this.connection.write(encodeHeader(header));
      this.connection.write(payload, sent);
      process.nextTick(() => this.connection.uncork());
      return;
    }
    this.#waitingControls += 1;
    if (this.#waitingControls > maxWaitingControls)
      return this.fail(new ProtocolError("it does not read what it asks for"));
    this.connection.write(encodeHeader(header), () => (this.#waitingControls -= 1));
  }

  #sendPing(): void {
    if (!this.#ping.answered) return this.fail(new Error("it fell silent"));
    this.#ping = { number: (this.#ping.number + 1) % 2 ** 32, answered: false };
    this.#send({ type: frameType.ping, flags: flag.syn, stream: 0, length: this.#ping.number });
  }

  /** Gives the connection up. */
  fail(error: Error): void {
    if (this.#closed) return;
    this.#finish(error);
    this.connection.destroy();
  }

  #finish(error: Error | undefined): void {
    this.#closed = true;
    clearInterval(this.#pinging);
    for (const stream of [...this.#streams.values()])
      stream.destroy(error ?? new Error("the tunnel was closed"));
    this.#end(error);
  }
}
