import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { inRoot } from "../scripts/lib/paths.mjs";

/** Runs a program of bench/programs in a process of its own. Gives what its last line tells, as JSON. */
export async function runProgram(name: string, ...args: readonly (string | number)[]): Promise<unknown> {
  const program = inRoot("bench", "programs", name);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--expose-gc", "--import", "tsx", program, ...args.map(String)],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}
