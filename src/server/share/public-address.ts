import { ProtocolError } from "./yamux/frame.ts";

/**
 * The public address among those that the server gave the tunnel.
 * @throws {ProtocolError} where there is none
 */
export function publicAddress(remoteAddress: string): string {
  for (const text of remoteAddress.split(",")) {
    if (!URL.canParse(text)) continue;
    const { protocol, hostname, username, password, origin } = new URL(text);
    const plain = username === "" && password === "" && hostname !== "";
    if ((protocol === "https:" || protocol === "http:") && plain) return origin;
  }
  throw new ProtocolError("it gave the tunnel no address");
}
