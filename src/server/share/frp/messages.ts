import * as v from "valibot";
import { parseJson } from "../../../runtime/files/http/json-limits.ts";
import { ProtocolError } from "../yamux/frame.ts";

/**
 * The messages of frp 0.44 that a client of share servers sends and gets (`pkg/msg/msg.go` of github.com/huggingface/frp), by the
 * letter that stands before each.
 */
export interface ClientMessages {
  /** Login. */
  o: {
    version: string;
    os: string;
    arch: string;
    privilege_key: string;
    timestamp: number;
    /** That of the connection before, so that the server ends what it still has of it. */
    run_id?: string;
    pool_count: number;
  };
  /** A public address is wanted. The lists are those of frp's own client. */
  p: {
    proxy_name: string;
    proxy_type: "http";
    custom_domains: readonly [""];
    /** Any will do: Gradio's servers make one of the proxy's name. */
    subdomain: "random";
    locations: readonly [""];
  };
  /** This stream is a work connection. */
  w: { run_id: string };
  /** The client is still there. */
  h: Record<string, never>;
}

/** Go leaves out what is empty. */
const text = (most: number) => v.optional(v.pipe(v.string(), v.maxLength(most)), "");

const serverMessages = {
  "1": v.pipe(
    v.object({ run_id: text(200), error: text(5_000) }),
    v.transform(({ run_id, error }) => ({ kind: "login-response" as const, runId: run_id, error })),
  ),
  "2": v.pipe(
    v.object({ proxy_name: text(200), remote_addr: text(2_000), error: text(5_000) }),
    v.transform(({ proxy_name, remote_addr, error }) => ({
      kind: "new-proxy-response" as const,
      name: proxy_name,
      address: remote_addr,
      error,
    })),
  ),
  r: v.pipe(
    v.object({}),
    v.transform(() => ({ kind: "request-work-connection" as const })),
  ),
  s: v.pipe(
    v.object({ error: text(5_000) }),
    v.transform(({ error }) => ({ kind: "start-work-connection" as const, error })),
  ),
  "4": v.pipe(
    v.object({ error: text(5_000) }),
    v.transform(({ error }) => ({ kind: "pong" as const, error })),
  ),
  k: v.pipe(
    v.object({}),
    v.transform(() => ({ kind: "kill" as const })),
  ),
};

type ServerLetter = keyof typeof serverMessages;

export type ServerMessage = v.InferOutput<(typeof serverMessages)[ServerLetter]>;

/** @throws {ProtocolError} where it is no message of a server */
export function parseServerMessage(letter: string, json: string): ServerMessage {
  if (!isServerLetter(letter)) throw new ProtocolError("it sent a message of an unknown kind");
  let value: unknown;
  try {
    value = parseJson(json, { depth: 10, containers: 100, values: 1_000 });
  } catch (error) {
    throw new ProtocolError("it sent a message that is no JSON", { cause: error });
  }
  const parsed = v.safeParse(serverMessages[letter], value);
  if (!parsed.success) throw new ProtocolError("it sent a message of the wrong form");
  return parsed.output;
}

function isServerLetter(letter: string): letter is ServerLetter {
  return Object.hasOwn(serverMessages, letter);
}
