import { spawn } from "node:child_process";
import { mkdir, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A way to hold a program and all that it starts to half of one core. */
export interface HalfCore {
  /** For the reader of the figures: how that is done. */
  readonly how: string;
  /** The words of a command, to which the program and its arguments are added. */
  readonly command: readonly string[];
  /** After the last of these programs has ended. */
  end(): Promise<void>;
}

/** Microseconds. Short, so that programs are slow, and not fast for a while and then stopped for a while. */
const PERIOD = 20_000;
const name = `daggr-bench-${process.pid}`;
/** Where Linux has its control groups, of either version, and what limits the time on processors. */
const groups: readonly {
  readonly version: number;
  readonly root: string;
  /** What is written to its files. */
  readonly limits: Readonly<Record<string, string>>;
}[] = [
  { version: 2, root: "/sys/fs/cgroup", limits: { "cpu.max": `${PERIOD / 2} ${PERIOD}` } },
  {
    version: 1,
    root: "/sys/fs/cgroup/cpu",
    limits: { "cpu.cfs_period_us": `${PERIOD}`, "cpu.cfs_quota_us": `${PERIOD / 2}` },
  },
];

/** By a control group, or where none can be made by a core that is shared with a program that never waits. */
export async function halfCore(): Promise<HalfCore> {
  for (const { version, root, limits } of groups) {
    const group = join(root, name);
    try {
      await mkdir(group);
    } catch {
      continue;
    }
    try {
      // A group has these files when it is made. In a folder that is no group they must not be made either.
      for (const [file, limit] of Object.entries(limits))
        await writeFile(join(group, file), limit, { flag: "r+" });
    } catch {
      await rmdir(group);
      continue;
    }
    return {
      how: `a control group (version ${version}) with 50% of one core`,
      // Who is in it when it starts another program is in it with that program, and with all that this starts.
      command: ["sh", "-c", `echo $$ > ${join(group, "cgroup.procs")} && exec "$@"`, "sh"],
      end: () => removed(group),
    };
  }
  const onFirstCore = ["taskset", "-c", "0"] as const;
  const [taskset, ...rest] = onFirstCore;
  const neighbour = spawn(taskset, [...rest, process.execPath, "-e", "for (;;);"], { stdio: "ignore" });
  return {
    how: "one core, shared with a program that never waits: about half of it",
    command: onFirstCore,
    end: () => Promise.resolve(void neighbour.kill()),
  };
}

/** A group can be removed once the kernel has forgotten those who were in it. */
async function removed(group: string): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await rmdir(group);
      return;
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
