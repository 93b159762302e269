import { readdir, readFile } from "node:fs/promises";

/** Linux counts processor time in hundredths of a second, whatever its timer does (USER_HZ of proc(5)). */
const TICKS = 100;
/** Milliseconds between two looks at the memory. */
const LOOK = 200;

/** Whose resources a benchmark tells: all that its process starts, or that process too, where the engine runs in it. */
export type Whose = "children" | "all";

/** What a piece of work took besides its time. */
export interface Taken {
  /** Seconds of processor time of all processes. */
  readonly seconds: number;
  /** The most memory that they had together, in megabytes, beyond what they had before. */
  readonly megabytes: number;
}

/** Does a piece of work and tells what it took. */
export async function taking<T>(whose: Whose, work: () => Promise<T>): Promise<[T, Taken]> {
  const without = whose === "children";
  const [secondsBefore, before] = [
    await secondsOf(process.pid, { without }),
    await memoryOf(process.pid, { without }),
  ];
  let most = before;
  const look = async () => void (most = Math.max(most, await memoryOf(process.pid, { without })));
  const timer = setInterval(() => void look(), LOOK);
  try {
    const result = await work();
    const seconds = (await secondsOf(process.pid, { without })) - secondsBefore;
    return [result, { seconds, megabytes: most - before }];
  } finally {
    clearInterval(timer);
  }
}

/** Megabytes that a program and all that it started have now. */
export async function memoryOf(root: number, { without = false } = {}): Promise<number> {
  const processes = await treeOf(root);
  const counted = processes.filter(({ pid }) => !without || pid !== root);
  const used = await Promise.all(counted.map(({ pid }) => kilobytes(pid)));
  return used.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Seconds of processor time that a program and all that it started have used. */
export async function secondsOf(root: number, { without = false } = {}): Promise<number> {
  const processes = await treeOf(root);
  const used = processes.map(({ pid, own, ended }) => (without && pid === root ? ended : own + ended));
  return used.reduce((sum, one) => sum + one, 0) / TICKS;
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Ticks of its own, and those of its children that ended. */
  readonly own: number;
  readonly ended: number;
}

/** A process and all that it started, except what has got another parent since. */
export async function treeOf(root: number): Promise<readonly Process[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const all = new Map<number, Process>();
  for (const one of await Promise.all(pids.map(processOf))) if (one) all.set(one.pid, one);
  const isOfTree = (one: Process | undefined): boolean =>
    one !== undefined && (one.pid === root || isOfTree(all.get(one.parent)));
  return [...all.values()].filter(isOfTree);
}

async function processOf(pid: string): Promise<Process | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  // Its second field, the name of the program, may have spaces. What follows is numbered from 3 in proc(5).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields.length < 15) return undefined;
  const field = (number: number) => Number(fields[number - 3]);
  return { pid: Number(pid), parent: field(4), own: field(14) + field(15), ended: field(16) + field(17) };
}

async function kilobytes(pid: number): Promise<number> {
  const shared = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  const [, proportional] = /^Pss:\s+(\d+)/m.exec(shared) ?? [];
  if (proportional !== undefined) return Number(proportional);
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
