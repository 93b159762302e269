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
import { memoryOf } from "./processes.ts";

/** Milliseconds between two looks at the memory of a running command. */
const look = 200;

/** The same work as whole commands: from their start to their end. */
export interface Commands {
  readonly title: string;
  /** The source of a workflow file. */
  readonly workflow: string;
  /** A script of bench/python, with its arguments. */
  readonly script: readonly [string, ...string[]];
  readonly runs?: number;
}

/** `daggr run` against `python app.py`: their time, and the most memory that all processes of each had together. */
export function commandBenchmarks({ title, workflow, script, runs = 3 }: Commands): Benchmark[] {
  const memory = new Map<string, number[]>();
  const measured = (side: string, once: () => Promise<Measured>) => async () => {
    const { milliseconds, megabytes } = await once();
    memory.set(side, [...(memory.get(side) ?? []), megabytes]);
    return milliseconds;
  };
  const sides = {
    "daggr run": measured("daggr run", () => ours(workflow)),
    "python app.py, daggr 0.8.0": measured("python app.py, daggr 0.8.0", () => theirs(script)),
  };
  const ofMemory = Object.keys(sides).map((side) => [side, () => Promise.resolve(memory.get(side) ?? [])]);
  return [
    { title: `${title}, the whole command`, runs, sides },
    // It was looked at while the row before ran.
    {
      title: `${title}, most memory`,
      runs: 1,
      unit: "MB",
      sides: Object.fromEntries(ofMemory) as Benchmark["sides"],
    },
  ];
}

interface Measured {
  readonly milliseconds: number;
  readonly megabytes: number;
}

async function ours(workflow: string): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
  try {
    const file = join(folder, "app.ts");
    await writeFile(file, workflow);
    const program = inRoot("dist", "terminal", "main.mjs");
    return await measure(process.execPath, [program, "run", file, "--json", "--data", join(folder, "data")]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function theirs([script, ...args]: readonly [string, ...string[]]): Promise<Measured> {
  const path = fileURLToPath(new URL(`python/${script}`, import.meta.url));
  return measure(pythonOf(daggrEnvironment), [path, ...args]);
}

async function measure(program: string, args: readonly string[]): Promise<Measured> {
  const start = performance.now();
  const child = spawn(program, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, GRADIO_ANALYTICS_ENABLED: "False", PYTHONDONTWRITEBYTECODE: "1" },
  });
  let megabytes = 0;
  const timer = setInterval(
    () => void memoryOf(child.pid!).then((now) => (megabytes = Math.max(megabytes, now))),
    look,
  );
  const [code] = (await once(child, "exit")) as [number | null];
  clearInterval(timer);
  assert.equal(code, 0, `${program} ended with code ${code}`);
  return { milliseconds: performance.now() - start, megabytes };
}
