import { decodeHeader, frameType, headerBytes, type FrameHeader } from "./frame.ts";

export interface FrameHandler {
  /** A data frame's header is here and its payload follows. It throws where the payload must not be taken. */
  begin(header: FrameHeader): void;
  /** A part of the payload. */
  payload(header: FrameHeader, bytes: Buffer): void;
  /** The frame is complete. */
  end(header: FrameHeader): void;
}

/** Cuts what arrives into frames. Payloads are passed on in the parts they come in, so nothing but headers is gathered. */
export class FrameReader {
  readonly #header = Buffer.alloc(headerBytes);
  #headerRead = 0;
  #frame: FrameHeader | undefined;
  #payloadLeft = 0;

  constructor(private readonly handler: FrameHandler) {}

  /** @throws {ProtocolError} */
  push(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length) {
      if (this.#frame) {
        const part = bytes.subarray(at, at + this.#payloadLeft);
        at += part.length;
        this.#payloadLeft -= part.length;
        this.handler.payload(this.#frame, part);
        if (this.#payloadLeft === 0) this.#end(this.#frame);
      } else {
        const read = bytes.copy(this.#header, this.#headerRead, at);
        at += read;
        this.#headerRead += read;
        if (this.#headerRead === headerBytes) this.#begin(decodeHeader(this.#header));
      }
    }
  }

  #begin(frame: FrameHeader): void {
    this.#headerRead = 0;
    if (frame.type === frameType.data) {
      this.handler.begin(frame);
      this.#payloadLeft = frame.length;
      this.#frame = frame;
    }
    if (this.#payloadLeft === 0) this.#end(frame);
  }

  #end(frame: FrameHeader): void {
    this.#frame = undefined;
    this.handler.end(frame);
  }
}
