import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findRedis } from "../../scripts/lib/debian.mjs";
import { freePort } from "./ports.ts";
import { startProcess, type RunningProcess } from "./processes.ts";

/** A real Redis on 127.0.0.1 with a folder of its own. What it has acknowledged is on the disk (AOF, `appendfsync always`). */
export interface RedisServer {
  /** `redis://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  log(): string;
  /** Ends it at once, as a crash would, and starts it again at the same port on what is on the disk. */
  restart(): Promise<void>;
  /** Ends it, e.g. to bring it back by `restart` later. Its data stay. */
  kill(): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

export async function startRedis(): Promise<RedisServer> {
  const program = findRedis();
  if (!program) throw new Error("There is no Redis server: node scripts/install.mjs installs it.");
  const folder = await mkdtemp(join(tmpdir(), "daggr-redis-"));
  const port = await freePort();
  const start = () =>
    startProcess(
      program,
      [
        ...["--bind", "127.0.0.1", "--port", String(port), "--dir", folder],
        ...["--save", "", "--appendonly", "yes", "--appendfsync", "always"],
        ...["--maxmemory-policy", "noeviction"],
      ],
      { ready: /Ready to accept connections/ },
    );
  let server: RunningProcess = await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return server.pid;
    },
    log: () => server.log(),
    async restart() {
      await server.stop("SIGKILL");
      server = await start();
    },
    kill: () => server.stop("SIGKILL"),
    async stop() {
      await server.stop("SIGKILL");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
