import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import * as v from "valibot";
import { testEventSchema, type TestEvent } from "../../runtime/tests/results.ts";
import { asNode } from "../as-node.ts";

export interface TestProcessOptions {
  /** Folder of the bundles. */
  readonly dist: string;
  readonly cache: string;
  /** The workflow file. */
  readonly file: string;
  /** Options of `daggr test`. */
  readonly options: readonly string[];
  readonly onEvent: (event: TestEvent) => void;
  /** Ends it, and what it runs. */
  readonly signal: AbortSignal;
}

/** `daggr test` as a process of its own. Resolves with what it said last to a person, once it is gone. */
export async function runTestProcess({
  dist,
  cache,
  file,
  options,
  onEvent,
  signal,
}: TestProcessOptions): Promise<string> {
  const child = spawn(process.execPath, [join(dist, "daggr.cjs"), "test", file, "--events", ...options], {
    cwd: dirname(file),
    env: { ...process.env, ...asNode, DAGGR_CACHE: cache },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => void child.kill("SIGTERM");
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  let said = "";
  child.on("error", ({ message }) => (said = message));
  createInterface({ input: child.stderr }).on("line", (line) => {
    if (line.trim() !== "") said = line;
  });
  createInterface({ input: child.stdout }).on("line", (line) => {
    const event = parse(line);
    if (event !== undefined) onEvent(event);
  });
  await once(child, "close").catch(() => undefined);
  signal.removeEventListener("abort", stop);
  return said;
}

function parse(line: string): TestEvent | undefined {
  try {
    const parsed = v.safeParse(testEventSchema, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
