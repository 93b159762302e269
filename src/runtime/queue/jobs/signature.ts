import { createHmac, timingSafeEqual } from "node:crypto";

/** A message in the queue: text, and who knows the shared key signed it. A queue is clear text that others may write to. */
export interface SignedMessage {
  /** JSON. */
  readonly payload: string;
  /** HMAC with SHA-256, in hexadecimal. */
  readonly signature: string;
}

/** What a message is, so that one cannot be passed for another. */
export type MessageKind = "job" | "news" | "outcome" | "worker";

export function sign(kind: MessageKind, payload: string, key: string): SignedMessage {
  return { payload, signature: signatureOf(kind, payload, key) };
}

/** The payload of a message that was signed with the key; undefined for anything else. */
export function verified(kind: MessageKind, message: unknown, key: string): string | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  const { payload, signature } = message as Partial<Record<keyof SignedMessage, unknown>>;
  if (typeof payload !== "string" || typeof signature !== "string") return undefined;
  const expected = Buffer.from(signatureOf(kind, payload, key));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) ? payload : undefined;
}

function signatureOf(kind: MessageKind, payload: string, key: string): string {
  return createHmac("sha256", key).update(`${kind}\n${payload}`).digest("hex");
}
