import { withoutSecrets } from "../../failures/redact.ts";
import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { totalmem } from "node:os";
import { join } from "node:path";
import type { ProcessStart } from "../protocol.ts";

export interface StartOptions {
  /** Folder of the bundles. */
  readonly dist: string;
  readonly cache: string;
  readonly roots: readonly string[];
  /** Bytes of memory a process may take before it is ended. */
  readonly memoryLimit?: number;
}

/** Bytes of JavaScript objects; what is larger belongs in files and buffers. */
const largestHeap = 4 * 2 ** 30;

/** Marks the descendants of a process, whatever they do to their parents and groups. */
export const markName = "DAGGR_WORKFLOW_PROCESS";

export interface StartedProcess {
  readonly child: ChildProcess;
  readonly mark: string;
}

/** Starts a process that has not loaded anything yet. */
export function startProcess(options: StartOptions): StartedProcess {
  const memoryLimit = options.memoryLimit ?? Math.max(2 ** 31, totalmem() / 4);
  const start: ProcessStart = { cache: options.cache, roots: options.roots, memoryLimit };
  const mark = randomUUID();
  const child = fork(join(options.dist, "workflow-process.cjs"), [JSON.stringify(start)], {
    serialization: "advanced",
    // JavaScript's own memory fails with a message, so it is made to fill up first.
    execArgv: [`--max-old-space-size=${Math.round(Math.min(largestHeap, memoryLimit * 0.8) / 2 ** 20)}`],
    env: { ...cleanEnvironment(process.env), [markName]: mark },
    stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
    // A group of its own, so that all of it can be ended at once.
    detached: process.platform !== "win32",
  });
  return { child, mark };
}

/** Options that make sense for whoever started us only. */
const notOurs = /^--(inspect|require|import|loader|experimental-loader|r\b)/;

/** What user code sees: no tokens of the engine, and none of the ways in which editors and test runners steer Node. */
function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: options, ...rest } = withoutSecrets(environment);
  const kept = Object.entries(rest).filter(([name]) => !name.startsWith("VSCODE_"));
  const clean: NodeJS.ProcessEnv = Object.fromEntries(kept);
  if (options && !options.split(/\s+/).some((option) => notOurs.test(option)))
    clean["NODE_OPTIONS"] = options;
  // In the extension host the executable is Electron, which acts as Node only with this variable.
  if (process.versions["electron"]) clean["ELECTRON_RUN_AS_NODE"] = "1";
  return clean;
}
