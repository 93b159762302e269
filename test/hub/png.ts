import { createHash } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";

/** A plain picture whose colour comes from the text: the same text, the same picture. */
export function png(text: string, width = 64, height = 64): Buffer {
  const colour = createHash("sha256").update(text).digest().subarray(0, 3);
  const row = Buffer.concat([Buffer.of(0), Buffer.concat(Array.from({ length: width }, () => colour))]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(Array.from({ length: height }, () => row)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
