/**
 * Frames of yamux, by which one connection carries many streams. A frame is a header of 12 bytes, and a payload if it is of the type
 * `data`. All numbers are big-endian. The specification is `spec.md` of github.com/hashicorp/yamux.
 */
export const headerBytes = 12;

/** Bytes of a stream that its sender may send before the receiver has asked for more, and the most that we ever ask for. */
export const streamWindow = 256 * 1024;

export const frameType = { data: 0, windowUpdate: 1, ping: 2, goAway: 3 } as const;

export const flag = { syn: 1, ack: 2, fin: 4, rst: 8 } as const;

export interface FrameHeader {
  readonly type: number;
  /** Of `flag`, added up. */
  readonly flags: number;
  /** 0 is the session. Streams that the client opens have odd numbers. */
  readonly stream: number;
  /** Bytes of the payload, bytes by which a window grows, a ping's number, or the reason of a go-away. */
  readonly length: number;
}

/** The other side does not keep to a protocol. Its connection is given up. The message begins with what "it" did. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

export function encodeHeader({ type, flags, stream, length }: FrameHeader): Buffer {
  const bytes = Buffer.alloc(headerBytes);
  bytes.writeUInt8(type, 1);
  bytes.writeUInt16BE(flags, 2);
  bytes.writeUInt32BE(stream, 4);
  bytes.writeUInt32BE(length, 8);
  return bytes;
}

/** @throws {ProtocolError} */
export function decodeHeader(bytes: Buffer): FrameHeader {
  const [version, type] = [bytes.readUInt8(0), bytes.readUInt8(1)];
  if (version !== 0) throw new ProtocolError(`it sent a frame of version ${version}, which is not yamux`);
  if (type > frameType.goAway) throw new ProtocolError(`it sent a frame of the unknown type ${type}`);
  return {
    type,
    flags: bytes.readUInt16BE(2),
    stream: bytes.readUInt32BE(4),
    length: bytes.readUInt32BE(8),
  };
}
