import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { ListenOptions } from "./options.ts";

/** The server cannot listen where it was told to. The message says what to do. */
class ListenError extends Error {}

/**
 * Listens on the first free port from the given one on.
 *
 * @returns the port
 * @throws {ListenError} where there is none, or the host is not an address of this machine
 */
export async function listen(server: Server, { host, port, furtherPorts }: ListenOptions): Promise<number> {
  for (let next = port; ; next += 1) {
    const problem = await tryPort(server, host, next);
    if (problem === undefined) return (server.address() as AddressInfo).port;
    if (problem.code !== "EADDRINUSE") throw new ListenError(words(problem, host, next));
    if (next < port + furtherPorts) continue;
    const taken =
      furtherPorts > 0 ? `The ports ${port} to ${next} are all taken.` : `The port ${port} is taken.`;
    throw new ListenError(`${taken} Choose another one with --port, or end the program that listens there.`);
  }
}

function tryPort(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off("listening", listening);
      resolve(error);
    };
    const listening = () => {
      server.off("error", failed);
      resolve(undefined);
    };
    server.once("error", failed).once("listening", listening).listen(port, host);
  });
}

function words({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `'${host}' is no address of this machine. Use --host 127.0.0.1, or 0.0.0.0 for all its addresses.`;
  if (code === "EACCES") return `The port ${port} needs more rights. Choose one above 1023 with --port.`;
  return `The server cannot listen on ${host}:${port}: ${message}`;
}
