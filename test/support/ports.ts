import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";

/** Finds a port that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

/** Makes a server listen on a free port of 127.0.0.1, and returns the port. */
export async function listen(
  server: Pick<Server, "listen" | "address"> & NodeJS.EventEmitter,
): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
