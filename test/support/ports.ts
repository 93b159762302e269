import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";

const found = new Set<number>();

/**
 * Finds a port that is free. Until somebody listens there nothing holds it, so it is below those that systems give out by
 * themselves (49,152 and up; Linux from 32,768), and is found once only.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (found.has(port) || !(await isFree(port))) continue;
    found.add(port);
    return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return false;
  }
  server.close();
  await once(server, "close");
  return true;
}

/** Makes a server listen on a free port of 127.0.0.1, and returns the port. */
export async function listen(
  server: Pick<Server, "listen" | "address"> & NodeJS.EventEmitter,
): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
