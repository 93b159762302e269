import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { daggrEnvironment, pythonOf } from "../scripts/lib/python.mjs";

const run = promisify(execFile);

/** Runs a script of bench/python in daggr's own environment. Gives the JSON of the last line that it prints. */
export async function python(script: string, ...args: readonly (string | number)[]): Promise<unknown> {
  const path = fileURLToPath(new URL(`python/${script}`, import.meta.url));
  const { stdout } = await run(pythonOf(daggrEnvironment), [path, ...args.map(String)], {
    env: { ...process.env, GRADIO_ANALYTICS_ENABLED: "False", PYTHONDONTWRITEBYTECODE: "1" },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

/** The same, where the line is a time in milliseconds. */
export async function daggr(script: string, ...args: readonly (string | number)[]): Promise<number> {
  const milliseconds = await python(script, ...args);
  if (typeof milliseconds !== "number")
    throw new Error(`${script} printed no measurement: ${String(milliseconds)}`);
  return milliseconds;
}
