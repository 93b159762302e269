import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";

/** frp's encryption of control messages, as its server does it, with an empty token. */
const key = pbkdf2Sync("", "frp", 64, 16, "sha1");

export function encryptor(): (bytes: Buffer) => Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-128-cfb", key, iv);
  let first: Buffer[] = [iv];
  return (bytes) => {
    const all = Buffer.concat([...first, cipher.update(bytes)]);
    first = [];
    return all;
  };
}

export function decryptor(): (bytes: Buffer) => Buffer {
  let early = Buffer.alloc(0);
  let decipher: ReturnType<typeof createDecipheriv> | undefined;
  return (bytes) => {
    if (decipher) return decipher.update(bytes);
    early = Buffer.concat([early, bytes]);
    if (early.length < 16) return Buffer.alloc(0);
    decipher = createDecipheriv("aes-128-cfb", key, early.subarray(0, 16));
    return decipher.update(early.subarray(16));
  };
}

/** Letter, length, JSON. */
export function frpMessage(letter: string, content: object): Buffer {
  const json = Buffer.from(JSON.stringify(content));
  const length = Buffer.alloc(8);
  length.writeBigInt64BE(BigInt(json.length));
  return Buffer.concat([Buffer.from(letter), length, json]);
}

/** Takes the first message off the bytes; nothing while it is incomplete. */
export function takeMessage(
  bytes: Buffer,
): { letter: string; content: Record<string, unknown>; rest: Buffer } | undefined {
  if (bytes.length < 9) return undefined;
  const end = 9 + Number(bytes.readBigInt64BE(1));
  if (bytes.length < end) return undefined;
  const content = JSON.parse(bytes.toString("utf8", 9, end)) as Record<string, unknown>;
  return { letter: bytes.toString("latin1", 0, 1), content, rest: bytes.subarray(end) };
}
