import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";

/** A port that is free at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

/** Listens on 127.0.0.1 at a free port, and gives the port. */
export async function listen(
  server: Pick<Server, "listen" | "address"> & NodeJS.EventEmitter,
): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
