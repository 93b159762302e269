import { createHash } from "node:crypto";
import { arch, platform } from "node:os";
import type { Duplex, Readable } from "node:stream";
import { ProtocolError } from "../yamux/frame.ts";
import { decryption, encryption } from "./cipher.ts";
import { encodeMessage, readMessage } from "./framing.ts";
import type { ServerMessage } from "./messages.ts";

/** The version of frp whose protocol this is. Servers refuse clients that are too old. */
const frpVersion = "0.44.0";

/** The server said no, in its own words. */
export class Refusal extends Error {}

/** The server wants the client to go. */
export class Kill extends Error {}

/**
 * Logs in on a new stream, and returns the id that work connections name.
 * @throws {Refusal}
 */
export async function logIn(stream: Duplex, runId: string | undefined): Promise<string> {
  const timestamp = Math.floor(Date.now() / 1_000);
  const login = {
    version: frpVersion,
    os: platform(),
    arch: arch(),
    // The hash of the server's token, which share servers do not have, and the time.
    privilege_key: createHash("md5").update(String(timestamp)).digest("hex"),
    timestamp,
    ...(runId === undefined ? {} : { run_id: runId }),
    pool_count: 1,
  };
  stream.write(encodeMessage("o", login));
  const answer = await readMessage(stream);
  if (answer.kind !== "login-response") throw new ProtocolError("it answered the login with another message");
  if (answer.error !== "") throw new Refusal(answer.error);
  if (answer.runId === "") throw new ProtocolError("its answer to the login has no id");
  return answer.runId;
}

export interface ControlHandler {
  /** The proxy has an address. */
  opened(remoteAddress: string): void;
  /** The server has a use for one more work connection. */
  workConnectionWanted(): void;
  /** The control connection is of no use any more. */
  failed(error: Error): void;
}

/** Asks on the stream of the login for an address, and follows what the server says there, encrypted, until the stream ends. */
export function openProxy(stream: Duplex, name: string, handler: ControlHandler, keepAlive: number): void {
  const [sealed, opened] = [encryption(), decryption()];
  sealed.pipe(stream);
  stream.pipe(opened);
  opened.on("error", () => {});
  const wish = { proxy_name: name, proxy_type: "http", subdomain: "random" } as const;
  sealed.write(encodeMessage("p", { ...wish, custom_domains: [""], locations: [""] }));
  const pinging = setInterval(() => sealed.write(encodeMessage("h", {})), keepAlive);
  pinging.unref();
  stream.once("close", () => {
    clearInterval(pinging);
    opened.destroy(stream.errored ?? undefined);
  });
  follow(opened, handler).catch((error: unknown) => {
    handler.failed(error instanceof Error ? error : new Error(String(error)));
  });
}

async function follow(source: Readable, handler: ControlHandler): Promise<never> {
  for (;;) accept(await readMessage(source), handler);
}

function accept(message: ServerMessage, handler: ControlHandler): void {
  switch (message.kind) {
    case "new-proxy-response":
      if (message.error !== "") throw new Refusal(message.error);
      return handler.opened(message.address);
    case "request-work-connection":
      return handler.workConnectionWanted();
    case "pong":
      if (message.error !== "") throw new Refusal(message.error);
      return;
    case "kill":
      throw new Kill();
    case "login-response":
    case "start-work-connection":
      throw new ProtocolError("it sent a message where it does not belong");
  }
}
