import { Duplex } from "node:stream";
import { flag, frameType, ProtocolError, streamWindow, type FrameHeader } from "./frame.ts";

/** Bytes of one data frame. While one is under way the next waits, so streams take turns, and each holds no more than this. */
const maxFrame = 32 * 1024;

/** What a stream needs of its session. */
export interface StreamLink {
  /** Sends a frame. `sent` is called when it has left the process, or cannot. */
  send(header: FrameHeader, payload?: Buffer, sent?: (error?: Error | null) => void): void;
  /** The stream is over in both directions. */
  forget(stream: YamuxStream): void;
}

/** One stream of a session, with its two windows: how much each side may still send. */
export class YamuxStream extends Duplex {
  #receiveWindow = streamWindow;
  #sendWindow = streamWindow;
  /** Goes on with a write that waits for the other side's window. */
  #onWindow: (() => void) | undefined;
  #finSent = false;
  #finReceived = false;
  #reset = false;

  constructor(
    readonly id: number,
    private readonly link: StreamLink,
  ) {
    super({ allowHalfOpen: true });
    this.#control(flag.syn);
  }

  /** A payload of so many bytes comes. */
  expect(bytes: number): void {
    if (bytes > this.#receiveWindow) throw new ProtocolError("it sent more than a stream's window allows");
    if (this.#finReceived && bytes > 0)
      throw new ProtocolError("it sent data on a stream that it had closed");
    this.#receiveWindow -= bytes;
  }

  receive(bytes: Buffer): void {
    if (!this.destroyed) this.push(bytes);
  }

  /** A frame of this stream is complete. */
  accept({ type, flags, length }: FrameHeader): void {
    if (type === frameType.windowUpdate) this.#grow(length);
    if (flags & flag.rst) {
      this.#reset = true;
      this.destroy(new Error("the other side reset the stream"));
    } else if (flags & flag.fin && !this.#finReceived) {
      this.#finReceived = true;
      if (!this.destroyed) this.push(null);
    }
  }

  #grow(bytes: number): void {
    this.#sendWindow += bytes;
    if (this.#sendWindow === 0) return;
    const goOn = this.#onWindow;
    this.#onWindow = undefined;
    goOn?.();
  }

  /** The reader took what there was, so the other side may send as much again. */
  override _read(): void {
    const consumed = streamWindow - this.readableLength - this.#receiveWindow;
    if (consumed < streamWindow / 2 || this.#finReceived) return;
    this.#receiveWindow += consumed;
    this.#control(0, consumed);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (chunk.length === 0) return done();
    if (this.#sendWindow === 0) {
      this.#onWindow = () => this._write(chunk, _encoding, done);
      return;
    }
    const part = chunk.subarray(0, Math.min(this.#sendWindow, maxFrame));
    this.#sendWindow -= part.length;
    const header = { type: frameType.data, flags: 0, stream: this.id, length: part.length };
    this.link.send(header, part, (error) => {
      if (error || this.destroyed) done(error);
      else this._write(chunk.subarray(part.length), _encoding, done);
    });
  }

  override _final(done: () => void): void {
    this.#finSent = true;
    this.#control(flag.fin);
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (!this.#reset && !(this.#finSent && this.#finReceived)) this.#control(flag.rst);
    this.link.forget(this);
    done(error);
  }

  #control(flags: number, length = 0): void {
    this.link.send({ type: frameType.windowUpdate, flags, stream: this.id, length });
  }
}
