import { execFile } from "node:child_process";
import { chmod, chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPostgres } from "../../scripts/lib/debian.mjs";
import { freePort } from "./ports.ts";
import { startProcess, type RunningProcess } from "./processes.ts";

const run = promisify(execFile);

/** A real PostgreSQL on 127.0.0.1 with a folder of its own. What it has acknowledged is on the disk. */
export interface PostgresServer {
  /** `postgres://daggr@127.0.0.1:PORT/postgres` */
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

export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPostgres();
  if (!programs) throw new Error("There is no PostgreSQL: node scripts/install.mjs installs it.");
  const folder = await mkdtemp(join(tmpdir(), "daggr-postgres-"));
  const data = join(folder, "data");
  const user = await otherUser();
  if (user) {
    await chmod(folder, 0o700);
    await chown(folder, user.uid, user.gid);
  }
  /** PostgreSQL refuses to run as root. */
  const asUser = (program: string, args: readonly string[]): [string, string[]] => {
    const path = join(programs, program);
    return user
      ? [
          "setpriv",
          ["--reuid", String(user.uid), "--regid", String(user.gid), "--clear-groups", path, ...args],
        ]
      : [path, [...args]];
  };
  const initial = ["-D", data, "-U", "daggr", "--auth=trust", "-E", "UTF8", "--no-locale", "--no-sync"];
  await run(...asUser("initdb", initial), { cwd: folder });
  const port = await freePort();
  const start = () =>
    startProcess(
      ...asUser("postgres", [
        ...["-D", data, "-h", "127.0.0.1", "-p", String(port), "-k", folder],
        ...["-c", "max_connections=300", "-c", "shared_buffers=32MB"],
      ]),
      { cwd: folder, env: { LC_ALL: "C" }, ready: /database system is ready to accept connections/ },
    );
  let server: RunningProcess = await start();
  // "Immediate shutdown": every process of it ends at once and nothing is written, so the next start recovers as after a crash.
  // SIGKILL would leave its children behind for a moment, and it does not start beside them.
  const crash = () => server.stop("SIGQUIT");
  return {
    url: `postgres://daggr@127.0.0.1:${port}/postgres`,
    port,
    get pid() {
      return server.pid;
    },
    log: () => server.log(),
    async restart() {
      await crash();
      server = await start();
    },
    kill: crash,
    async stop() {
      await crash();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Root runs it as the user that Debian's package made, or as nobody. */
async function otherUser(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const id = async (what: string) => Number((await run("id", [what, name])).stdout);
    try {
      return { uid: await id("-u"), gid: await id("-g") };
    } catch {
      // There is no such user.
    }
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as.",
  );
}
