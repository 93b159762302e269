import { once } from "node:events";
import { connect, isIP } from "node:net";
import { connect as secure, type TLSSocket } from "node:tls";
import { connectionFor } from "../../runtime/files/http/agents.ts";
import type { ShareServer } from "./share-server.ts";

/** frp's servers tell its clients from others by this byte before TLS begins. */
const tlsHeadByte = 0x17;

/**
 * A connection to the server, by TLS. Where its certificate is known, no other is taken. A server of one's own without one makes
 * itself a certificate at each start, which nobody can check; what passes is encrypted all the same.
 */
export async function connectTo(server: ShareServer, signal: AbortSignal): Promise<TLSSocket> {
  const { host, port, rootCertificates, named } = server;
  signal.throwIfAborted();
  const { lookup } = connectionFor(new URL("https://share.invalid"), named ? "named" : "public");
  const socket = connect({ host, port, lookup, noDelay: true });
  // Its failures come by `once`, or as those of the encrypted connection.
  socket.on("error", () => {});
  try {
    await once(socket, "connect", { signal });
    socket.write(Buffer.of(tlsHeadByte));
    const encrypted = secure({
      socket,
      host,
      ...(isIP(host) ? {} : { servername: host }),
      ...(rootCertificates === undefined
        ? { rejectUnauthorized: false }
        : { ca: rootCertificates, allowPartialTrustChain: true }),
    });
    encrypted.on("error", () => {});
    await once(encrypted, "secureConnect", { signal });
    return encrypted;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}
