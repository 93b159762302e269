import { Duplex } from "node:stream";

/**
 * The server's side of yamux, written from its specification and not from the client's code, so that both cannot be wrong in the same
 * way. It trusts its client; what it sends is what hashicorp/yamux 0.1.1 sends.
 */
const window = 256 * 1024;
const [data, windowUpdate, ping] = [0, 1, 2];
const [syn, ack, fin, rst] = [1, 2, 4, 8];

export function frame(type: number, flags: number, stream: number, length: number, payload?: Buffer): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(type);
  header.writeUInt16BE(flags, 2);
  header.writeUInt32BE(stream, 4);
  header.writeUInt32BE(length, 8);
  return payload ? Buffer.concat([header, payload]) : header;
}

export class YamuxServer {
  readonly streams = new Map<number, ServerStream>();
  /** Answers no pings, as a connection that died without a word. */
  mute = false;
  #received = Buffer.alloc(0);

  constructor(
    readonly connection: Duplex,
    private readonly onStream: (stream: ServerStream) => void,
  ) {
    connection.on("data", (bytes: Buffer) => this.#receive(bytes));
    connection.on("error", () => {});
    connection.on("close", () => {
      for (const stream of this.streams.values()) stream.destroy();
    });
  }

  write(bytes: Buffer, done?: () => void): void {
    if (this.connection.writable) this.connection.write(bytes, done);
    else done?.();
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (;;) {
      if (this.#received.length < 12) return;
      const [type, flags] = [this.#received.readUInt16BE(0), this.#received.readUInt16BE(2)];
      const [id, length] = [this.#received.readUInt32BE(4), this.#received.readUInt32BE(8)];
      const size = 12 + (type === data ? length : 0);
      if (this.#received.length < size) return;
      this.#frame(type, flags, id, length, this.#received.subarray(12, size));
      this.#received = this.#received.subarray(size);
    }
  }

  #frame(type: number, flags: number, id: number, length: number, payload: Buffer): void {
    if (type === ping && flags & syn && !this.mute) this.write(frame(ping, ack, 0, length));
    if (type !== data && type !== windowUpdate) return;
    if (flags & syn) {
      const opened = new ServerStream(id, this);
      this.streams.set(id, opened);
      this.write(frame(windowUpdate, ack, id, 0));
      this.onStream(opened);
    }
    const stream = this.streams.get(id);
    if (!stream) return;
    if (type === windowUpdate) stream.grow(length);
    else stream.receive(payload);
    if (flags & fin) stream.push(null);
    if (flags & rst) stream.destroy();
  }
}

export class ServerStream extends Duplex {
  #mayReceive = window;
  #maySend = window;
  #waiting: (() => void) | undefined;

  constructor(
    readonly id: number,
    private readonly session: YamuxServer,
  ) {
    super({ allowHalfOpen: true });
    this.on("error", () => {});
  }

  receive(bytes: Buffer): void {
    if (bytes.length > this.#mayReceive) throw new Error("The client sent more than the window allows.");
    this.#mayReceive -= bytes.length;
    if (!this.destroyed) this.push(Buffer.from(bytes));
  }

  grow(bytes: number): void {
    this.#maySend += bytes;
    const goOn = this.#waiting;
    if (bytes > 0) this.#waiting = undefined;
    if (bytes > 0) goOn?.();
  }

  override _read(): void {
    const taken = window - this.readableLength - this.#mayReceive;
    if (taken < window / 2) return;
    this.#mayReceive += taken;
    this.session.write(frame(windowUpdate, 0, this.id, taken));
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: () => void): void {
    if (this.destroyed || chunk.length === 0) return done();
    const part = chunk.subarray(0, this.#maySend);
    this.#maySend -= part.length;
    const goOn = () => this._write(chunk.subarray(part.length), encoding, done);
    if (part.length === 0) this.#waiting = goOn;
    else this.session.write(frame(data, 0, this.id, part.length, part), goOn);
  }

  override _final(done: () => void): void {
    this.session.write(frame(windowUpdate, fin, this.id, 0));
    done();
  }

  override _destroy(_error: Error | null, done: () => void): void {
    this.session.streams.delete(this.id);
    done();
  }
}
