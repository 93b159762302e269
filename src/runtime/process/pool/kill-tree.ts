import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { StartedProcess } from "./start-process.ts";

const run = promisify(execFile);

/** Kills a process and everything it started: its group, its descendants, and processes that inherited its mark, wherever they went. */
export async function killTree({ child, mark }: StartedProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined) return;
  if (process.platform === "win32") {
    await run("taskkill", ["/pid", String(pid), "/T", "/F"]).catch(() => {});
    return;
  }
  // Descendants are looked up before the kill, because orphans get another parent.
  const pids = process.platform === "linux" ? descendantsByProc(pid, mark) : await descendantsByPs(pid);
  for (const each of [-pid, pid, ...pids]) kill(each);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has already ended.
  }
}

function descendantsByProc(root: number, mark: string): readonly number[] {
  const parents = new Map<number, number>();
  const marked: number[] = [];
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === root) continue;
    try {
      // The command's name may contain any text, so fields are counted from its closing parenthesis.
      const fields = readFileSync(`/proc/${pid}/stat`, "latin1")
        .replace(/^.*\) /s, "")
        .split(" ");
      parents.set(pid, Number(fields[1]));
      if (limitIn(readFileSync(`/proc/${pid}/limits`, "latin1")) === mark) marked.push(pid);
    } catch {
      // It has ended, or belongs to another user.
    }
  }
  return [...new Set([...descendants(root, parents), ...marked])];
}

/** The limit of resident memory, in bytes. */
function limitIn(limits: string): string | undefined {
  return /^Max resident set +(\d+)/m.exec(limits)?.[1];
}

async function descendantsByPs(root: number): Promise<readonly number[]> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid="]).catch(() => ({ stdout: "" }));
  const pairs = stdout.split("\n").map((line) => line.trim().split(/\s+/).map(Number));
  return descendants(root, new Map(pairs.map(([pid, parent]) => [pid ?? 0, parent ?? 0])));
}

function descendants(root: number, parents: ReadonlyMap<number, number>): readonly number[] {
  const pids = new Set([root]);
  for (let before = 0; before !== pids.size;) {
    before = pids.size;
    for (const [pid, parent] of parents) if (pids.has(parent)) pids.add(pid);
  }
  pids.delete(root);
  return [...pids];
}
