import { StepError } from "../failures/failure.ts";

/** Where a queue is kept: the address decides the kind of server. */
export interface QueueAddress {
  readonly server: "redis" | "postgres";
  /** With its password. */
  readonly url: string;
  /** Without one, for messages. */
  readonly shown: string;
  /** Whether the server is on this machine. */
  readonly isLocal: boolean;
}

const servers: Readonly<Record<string, QueueAddress["server"]>> = {
  "redis:": "redis",
  "rediss:": "redis",
  "postgres:": "postgres",
  "postgresql:": "postgres",
};

/** Without a password; undefined for what is no address of a queue. */
export function shownAddress(text: string): string | undefined {
  return addressIn(text)?.shown;
}

/** @throws {StepError} for any other address */
export function parseQueueAddress(text: string): QueueAddress {
  const address = addressIn(text);
  if (address) return address;
  throw new StepError({
    message: "The address of the queue is not one of Redis or PostgreSQL.",
    help: "Give one such as redis://127.0.0.1:6379, rediss://host:6380 or postgres://user@host/database.",
  });
}

function addressIn(text: string): QueueAddress | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const server = url && servers[url.protocol];
  if (!server) return undefined;
  const shown = `${url.protocol}//${url.host}${url.pathname === "/" ? "" : url.pathname}`;
  return { server, url: text, shown, isLocal: ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname) };
}
