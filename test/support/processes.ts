import { spawn, type ChildProcess, execFileSync } from "node:child_process";
import { once } from "node:events";

export interface ProcessOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Matches the line of output that says that the program is ready. */
  readonly ready: RegExp;
  /** How long to wait for that line, in milliseconds. */
  readonly timeout?: number;
}

/** A server that a test has started. Its output is kept, and it ends with the test run whatever happens. */
export interface RunningProcess {
  readonly pid: number;
  /** Everything that the program has printed. */
  readonly log: () => string;
  readonly ended: () => boolean;
  /** Ends the program and all processes that it has started. `SIGKILL` simulates a crash. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const running = new Set<ChildProcess>();
process.on("exit", () => running.forEach((child) => killGroup(child, "SIGKILL")));

/** Starts a program and waits until it says that it is ready. */
export async function startProcess(
  command: string,
  args: readonly string[],
  { env, cwd, ready, timeout = 60_000 }: ProcessOptions,
): Promise<RunningProcess> {
  // `detached` gives it a process group of its own, so that its children can be ended with it.
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let log = "";
  let ended = false;
  const exit = once(child, "exit").then(
    () => undefined,
    () => undefined,
  );
  void exit.then(() => {
    ended = true;
    running.delete(child);
  });

  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      killGroup(child, "SIGKILL");
      reject(new Error(`${command} ${args.join(" ")} ${why}. It printed:\n${log}`));
    };
    const limit = setTimeout(() => fail(`was not ready within ${timeout / 1000} s`), timeout);
    const collect = (chunk: Buffer) => {
      log += chunk.toString();
      if (!ready.test(log)) return;
      clearTimeout(limit);
      resolve();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", (error) => {
      clearTimeout(limit);
      fail(`could not be started: ${error.message}`);
    });
    void exit.then(() => {
      clearTimeout(limit);
      fail("ended before it was ready");
    });
  });

  return {
    pid: child.pid ?? 0,
    log: () => log,
    ended: () => ended,
    async stop(signal = "SIGTERM") {
      if (ended) return;
      killGroup(child, signal);
      const patience = setTimeout(() => killGroup(child, "SIGKILL"), 3000);
      await exit;
      clearTimeout(patience);
      // Children may have ignored the signal that ended their parent.
      killGroup(child, "SIGKILL");
    },
  };
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (!child.pid) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has already ended.
  }
}

/** Whether a process is there and not only waiting to be buried. */
export function isAlive(pid: number): boolean {
  try {
    return !execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).startsWith("Z");
  } catch {
    return false;
  }
}
