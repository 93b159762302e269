import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inRoot } from "../scripts/lib/paths.mjs";
import { daggrEnvironment, pythonOf } from "../scripts/lib/python.mjs";
import type { Benchmark } from "./benchmark.ts";
import type { Grown } from "./growth.ts";
import { taking } from "./resources.ts";

const ours = "daggr run";
const theirs = "python app.py, daggr 0.8.0";

/** The same work as whole commands: from their start to their end. */
export interface Commands extends Pick<Benchmark, "quick" | "remark" | "slow"> {
  readonly title: string;
  /** The source of a workflow file. */
  readonly workflow: string;
  /** A script of bench/python, with its arguments. */
  readonly script: readonly [string, ...string[]];
  readonly runs?: number;
  /** How many times daggr's time ours may be. */
  readonly times: number;
}

/** `daggr run` against `python app.py`. */
export function commandBenchmark({ title, workflow, script, runs = 3, times, ...more }: Commands): Benchmark {
  return {
    title: `${title}, the whole command`,
    runs,
    resources: "children",
    sides: { [ours]: () => runWorkflow(workflow), [theirs]: () => runPython(script) },
    limits: { [ours]: { times, of: theirs } },
    ...more,
  };
}

/** `daggr run` of a workflow, with all memory that it takes: what grows with the workflow. */
export async function grownCommand(workflow: string): Promise<Grown> {
  const [milliseconds, { megabytes }] = await taking("children", () => runWorkflow(workflow));
  return { milliseconds, megabytes };
}

/** Milliseconds of `daggr run` of a workflow, from the start of the command to its end. */
export async function runWorkflow(workflow: string): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
  try {
    const file = join(folder, "app.ts");
    await writeFile(file, workflow);
    const program = inRoot("dist", "terminal", "main.mjs");
    return await time(process.execPath, [program, "run", file, "--json", "--data", join(folder, "data")]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runPython([script, ...args]: readonly [string, ...string[]]): Promise<number> {
  const path = fileURLToPath(new URL(`python/${script}`, import.meta.url));
  return time(pythonOf(daggrEnvironment), [path, ...args]);
}

async function time(program: string, args: readonly string[]): Promise<number> {
  const start = performance.now();
  const child = spawn(program, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, GRADIO_ANALYTICS_ENABLED: "False", PYTHONDONTWRITEBYTECODE: "1" },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  assert.equal(code, 0, `${program} ended with code ${code}`);
  return performance.now() - start;
}
