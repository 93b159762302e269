import { readdir, readFile } from "node:fs/promises";

/** Ticks of the processor clock in a second, as Linux reports them to programs. */
const ticks = 100;

/** The ids of a program and of all that it started. */
async function treeOf(root: number): Promise<readonly number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const [, parent] = /\) \S (\d+) /.exec(stat) ?? [];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOfTree = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isOfTree(parents.get(pid)));
  return [...parents.keys()].filter(isOfTree);
}

/** Megabytes that a program and all that it started use, memory that they share divided among them. */
export async function memoryOf(root: number): Promise<number> {
  let sum = 0;
  for (const pid of await treeOf(root)) sum += await kilobytesOf(pid);
  return sum / 1024;
}

/** Milliseconds for which processors worked for a program and all that it started. */
export async function cpuOf(root: number): Promise<number> {
  let sum = 0;
  for (const pid of await treeOf(root)) {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    // After the name in brackets: the state and ten more fields, then the times in user and in system mode, of itself and of children that ended.
    const [, ...times] = /\) (?:\S+ ){11}(\d+) (\d+) (\d+) (\d+) /.exec(stat) ?? [];
    for (const time of times) sum += Number(time);
  }
  return (sum * 1000) / ticks;
}

async function kilobytesOf(pid: number): Promise<number> {
  const shared = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(shared) ?? [];
  if (kilobytes !== undefined) return Number(kilobytes);
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
