import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes, type Decipher } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";

const ivBytes = 16;

/**
 * frp encrypts the control messages by AES-128-CFB under a key made of the server's token, with the initialization vector before the
 * first byte. Share servers have no token: this hides nothing, TLS does, but it is part of the protocol.
 */
const key = pbkdf2Sync("", "frp", 64, 16, "sha1");

export function encryption(): Transform {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv("aes-128-cfb", key, iv);
  let begun = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const encrypted = cipher.update(chunk);
      done(null, begun ? encrypted : Buffer.concat([iv, encrypted]));
      begun = true;
    },
  });
}

export function decryption(): Transform {
  let iv = Buffer.alloc(0);
  let decipher: Decipher | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      let encrypted = chunk;
      if (!decipher) {
        const missing = ivBytes - iv.length;
        iv = Buffer.concat([iv, chunk.subarray(0, missing)]);
        encrypted = chunk.subarray(missing);
        if (iv.length < ivBytes) return done();
        decipher = createDecipheriv("aes-128-cfb", key, iv);
      }
      done(null, decipher.update(encrypted));
    },
  });
}
