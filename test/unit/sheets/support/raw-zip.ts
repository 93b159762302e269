import { constants, deflateRawSync } from "node:zlib";

/** A part of a zip file, with whatever lies about it. */
export interface RawPart {
  readonly path: string;
  /** As it stands in the file. */
  readonly packed: Buffer;
  /** 0: stored, 8: deflated. */
  readonly method?: number;
  /** Bytes after unpacking, as the central directory says. */
  readonly size: number;
  /** The same as the part's own header says. */
  readonly localSize?: number;
  readonly mode?: number;
  readonly flags?: number;
  readonly comment?: Buffer;
  /** Uses the content of the part before, so that many parts share it. */
  readonly sameAsBefore?: boolean;
}

/** A zip file made by hand, so that it can say what no library writes. */
export function rawZip(parts: readonly RawPart[], entryCount = parts.length): Buffer {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  let start = 0;
  for (const part of parts) {
    const { path, packed, method = 8, size, localSize = size, mode = 0o100644, flags = 0x800 } = part;
    const name = Buffer.from(path);
    const comment = part.comment ?? Buffer.alloc(0);
    if (part.sameAsBefore !== true) {
      const local = Buffer.alloc(30);
      local.writeUInt32LE(0x04034b50, 0);
      local.writeUInt16LE(20, 4);
      local.writeUInt16LE(flags, 6);
      local.writeUInt16LE(method, 8);
      local.writeUInt32LE(packed.length, 18);
      local.writeUInt32LE(localSize >>> 0, 22);
      local.writeUInt16LE(name.length, 26);
      pieces.push(local, name, packed);
      start = offset;
      offset += local.length + name.length + packed.length;
    }
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE((3 << 8) | 20, 4);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(flags, 8);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(size >>> 0, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(comment.length, 32);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(start, 42);
    directory.push(central, name, comment);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entryCount & 0xffff, 8);
  end.writeUInt16LE(entryCount & 0xffff, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, list, end]);
}

export function part(path: string, content: string | Buffer, lies: Partial<RawPart> = {}): RawPart {
  const bytes = Buffer.from(content);
  return { path, packed: deflateRawSync(bytes), size: bytes.length, ...lies };
}

/**
 * A part that unpacks to `head`, then `text` again and again until there are about `bytes` of it, then `tail`. It is made
 * without ever holding that much: a block that was flushed stands for itself and can be repeated.
 */
export function bomb(
  path: string,
  { head = "", text, tail = "", bytes }: { head?: string; text: string; tail?: string; bytes: number },
  lies: Partial<RawPart> = {},
): RawPart {
  const block = Buffer.from(text.repeat(Math.max(1, Math.floor((1024 * 1024) / text.length))));
  const count = Math.ceil(bytes / block.length);
  const flush = { finishFlush: constants.Z_FULL_FLUSH, level: 9 };
  const repeated = deflateRawSync(block, flush);
  const packed = Buffer.concat([
    deflateRawSync(Buffer.from(head), flush),
    ...Array.from({ length: count }, () => repeated),
    deflateRawSync(Buffer.from(tail)),
  ]);
  const size = Buffer.byteLength(head) + count * block.length + Buffer.byteLength(tail);
  return { path, packed, size, ...lies };
}
