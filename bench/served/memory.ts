import { readdir, readFile } from "node:fs/promises";

/** Megabytes that a program and all that it started use, memory that they share divided among them. */
export async function memoryOf(root: number): Promise<number> {
  const parents = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const [, parent] = /\) \S (\d+) /.exec(stat) ?? [];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isOfTree = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === root || isOfTree(parents.get(pid)));
  let sum = 0;
  for (const pid of parents.keys()) if (isOfTree(pid)) sum += await ofOne(pid);
  return sum / 1024;
}

/** Kilobytes. */
async function ofOne(pid: number): Promise<number> {
  const shared = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(shared) ?? [];
  if (kilobytes !== undefined) return Number(kilobytes);
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}
