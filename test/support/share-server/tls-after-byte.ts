import { once } from "node:events";
import { connect, type Server, type Socket, createServer } from "node:net";
import { TLSSocket, connect as connectSecure } from "node:tls";
import { serverCertificate, serverKey } from "./certificates.ts";

/** A server of TLS connections that begin with frp's byte, 0x17. Others are closed, as by a server that takes TLS only. */
export function tlsServer(onConnection: (connection: TLSSocket) => void): {
  server: Server;
  sockets: Set<Socket>;
} {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
    socket.once("readable", () => {
      const first = socket.read(1) as Buffer | null;
      if (first?.[0] !== 0x17) return socket.destroy();
      const secured = new TLSSocket(socket, { isServer: true, cert: serverCertificate, key: serverKey });
      secured.on("error", () => {});
      secured.once("secure", () => onConnection(secured));
    });
  });
  return { server, sockets };
}

/** A connection to such a server, whoever it is. */
export async function connectTls(port: number): Promise<TLSSocket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  socket.write(Buffer.of(0x17));
  const secured = connectSecure({ socket, rejectUnauthorized: false });
  await once(secured, "secureConnect");
  return secured;
}
