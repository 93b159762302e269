import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { totalmem } from "node:os";
import { join } from "node:path";
import { withoutSecrets } from "../../failures/redact.ts";
import type { ProcessStart } from "../protocol.ts";

export interface StartOptions {
  /** Folder of the bundles. */
  readonly dist: string;
  readonly cache: string;
  readonly roots: readonly string[];
  /** Bytes of memory a process may take before it is ended. */
  readonly memoryLimit?: number;
}

/** Bytes for JavaScript objects. Larger data belongs in files and buffers. */
const largestHeap = 4 * 2 ** 30;

export interface StartedProcess {
  readonly child: ChildProcess;
  /** On Linux: marks the process and all that it starts, see `markedCommand`. */
  readonly mark: string;
}

/** Starts a process that has not loaded anything yet. */
export function startProcess(options: StartOptions): StartedProcess {
  const memoryLimit = options.memoryLimit ?? Math.max(2 ** 31, totalmem() / 4);
  const start: ProcessStart = { cache: options.cache, roots: options.roots, memoryLimit };
  const mark = String(randomInt(2 ** 36, 2 ** 40) * 1024);
  // A full JavaScript heap fails with a clear message, so its limit is below the memory limit.
  const heap = `--max-old-space-size=${Math.round(Math.min(largestHeap, memoryLimit * 0.8) / 2 ** 20)}`;
  const script = join(options.dist, "workflow-process.cjs");
  const [program, ...programArguments] = markedCommand(mark, [
    process.execPath,
    heap,
    script,
    JSON.stringify(start),
  ]);
  const child = spawn(program, programArguments, {
    env: cleanEnvironment(process.env),
    // Not Node's own channel for messages: whatever user code sends through it would be parsed as trusted data, and libraries
    // that look for a process manager would find one.
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    // A separate process group, so that the whole group can be killed at once.
    detached: process.platform !== "win32",
  });
  return { child, mark };
}

/**
 * The command that runs `command` with a mark. Children inherit limits, whatever session, environment and parent they give themselves;
 * so on Linux the mark is a limit of resident memory, in bytes, which Linux does not enforce. Only this process tree has it.
 */
function markedCommand(
  mark: string,
  command: readonly [string, ...string[]],
): readonly [string, ...string[]] {
  if (process.platform !== "linux") return command;
  const kilobytes = String(Number(mark) / 1024);
  return ["/bin/sh", "-c", 'ulimit -S -m "$0" 2>/dev/null; exec "$@"', kilobytes, ...command];
}

/** Node options that are only meant for the engine's own process. */
const engineOnlyOptions = /^--(inspect|require|import|loader|experimental-loader|r\b)/;

/** The environment of user code: without the engine's secrets and without settings by which editors and test runners control Node. */
function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: options, ...rest } = withoutSecrets(environment);
  const kept = Object.entries(rest).filter(([name]) => !name.startsWith("VSCODE_"));
  const clean: NodeJS.ProcessEnv = Object.fromEntries(kept);
  if (options && !options.split(/\s+/).some((option) => engineOnlyOptions.test(option)))
    clean["NODE_OPTIONS"] = options;
  // In the extension host the executable is Electron, which acts as Node only with this variable.
  if (process.versions["electron"]) clean["ELECTRON_RUN_AS_NODE"] = "1";
  return clean;
}
