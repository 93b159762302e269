import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { daggrEnvironment, pythonOf } from "../scripts/lib/python.mjs";

const run = promisify(execFile);

/** Runs a script of bench/python in daggr's own environment. The last line that it prints is its time in milliseconds. */
export async function daggr(script: string, ...args: string[]): Promise<number> {
  const path = fileURLToPath(new URL(`python/${script}`, import.meta.url));
  const { stdout } = await run(pythonOf(daggrEnvironment), [path, ...args], {
    env: { ...process.env, GRADIO_ANALYTICS_ENABLED: "False", PYTHONDONTWRITEBYTECODE: "1" },
    maxBuffer: 64 * 1024 * 1024,
  });
  const milliseconds = Number(stdout.trim().split("\n").at(-1));
  if (!Number.isFinite(milliseconds)) throw new Error(`${script} printed no measurement:\n${stdout}`);
  return milliseconds;
}
