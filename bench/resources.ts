import { readdirSync, readFileSync } from "node:fs";

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
  const [secondsBefore, before] = [secondsOf(process.pid, { without }), memoryOf(process.pid, { without })];
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, memoryOf(process.pid, { without }))), LOOK);
  try {
    const result = await work();
    return [
      result,
      { seconds: secondsOf(process.pid, { without }) - secondsBefore, megabytes: most - before },
    ];
  } finally {
    clearInterval(timer);
  }
}

/** Megabytes that a program and all that it started have now. */
export function memoryOf(root: number, { without = false } = {}): number {
  const counted = treeOf(root).filter(({ pid }) => !without || pid !== root);
  return counted.reduce((sum, { pid }) => sum + kilobytes(pid), 0) / 1024;
}

/** Seconds of processor time that a program and all that it started have used. */
export function secondsOf(root: number, { without = false } = {}): number {
  const used = treeOf(root).map(({ pid, own, ended }) => (without && pid === root ? ended : own + ended));
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
export function treeOf(root: number): readonly Process[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const all = new Map(pids.flatMap((pid) => processOf(pid)).map((one) => [one.pid, one]));
  const isOfTree = (one: Process | undefined): boolean =>
    one !== undefined && (one.pid === root || isOfTree(all.get(one.parent)));
  return [...all.values()].filter(isOfTree);
}

function processOf(pid: string): [] | [Process] {
  const stat = textOf(`/proc/${pid}/stat`);
  // Its second field, the name of the program, may have spaces. What follows is numbered from 3 in proc(5).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields.length < 15) return [];
  const field = (number: number) => Number(fields[number - 3]);
  return [{ pid: Number(pid), parent: field(4), own: field(14) + field(15), ended: field(16) + field(17) }];
}

/**
 * Its anonymous memory. Left out are mapped files, such as the code of its program, and shared memory; pages that a fork still
 * shares count in each process. `Pss` in `smaps_rollup` would divide them, but reading it stops a browser's processes for tens
 * of milliseconds each.
 */
function kilobytes(pid: number): number {
  return Number(/^RssAnon:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0);
}

/** Empty where the process has ended. It is in memory and short: waiting for it would cost more than reading it. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
