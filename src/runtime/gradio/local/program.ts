import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { redact } from "../../failures/redact.ts";
import type { Environment } from "../../hub/endpoint.ts";

export interface ProgramOptions {
  readonly cwd: string;
  readonly env: Environment;
  /** Path of the log that its output is appended to. */
  readonly log: string;
  readonly onLine?: (line: string) => void;
}

/** A program with what it prints in a log, together with all it starts. */
export class Program {
  /** The last lines it printed. */
  readonly tail: string[] = [];
  /** Resolves with its exit code, or the name of the signal that ended it. Rejects where it can't be started. */
  readonly ended: Promise<number | string>;
  readonly #child: ChildProcess;

  constructor(command: string, args: readonly string[], options: ProgramOptions) {
    this.#child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      // Input stays open as long as we live: see `bootstrap.ts`.
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own, so that all of it can be ended.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    this.#child.stdin?.on("error", () => {});
    const lines = this.#read(`$ ${[command, ...args].join(" ")}`, options);
    this.ended = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("exit", (code, signal) => resolve(code ?? signal ?? "killed"));
    });
    this.ended.then(() => lines).catch(() => {});
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Ends it and what it started. */
  async kill(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined || !this.running) return;
    const gone = once(this.#child, "exit");
    if (process.platform === "win32")
      spawn("taskkill", ["/pid", String(pid), "/T", "/F"], { windowsHide: true });
    else {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        this.#child.kill("SIGKILL");
      }
    }
    await gone;
  }

  async #read(title: string, { log, onLine }: ProgramOptions): Promise<void> {
    await mkdir(dirname(log), { recursive: true });
    await appendFile(log, `${new Date().toISOString()} ${redact(title)}\n`);
    const read = async (stream: NodeJS.ReadableStream | null) => {
      if (!stream) return;
      for await (const raw of createInterface({ input: stream })) {
        const line = redact(raw);
        this.tail.push(line);
        if (this.tail.length > 20) this.tail.shift();
        onLine?.(line);
        await appendFile(log, `${line}\n`).catch(() => {});
      }
    };
    await Promise.all([read(this.#child.stdout), read(this.#child.stderr)]);
  }
}

/** Runs a program to its end. Rejects where it fails, with what it said last; on abort it is killed first. */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: ProgramOptions & { readonly signal: AbortSignal },
): Promise<void> {
  options.signal.throwIfAborted();
  const program = new Program(command, args, options);
  const stop = () => void program.kill();
  options.signal.addEventListener("abort", stop, { once: true });
  try {
    const result = await program.ended;
    options.signal.throwIfAborted();
    if (result !== 0) throw new ProgramError(command, result, program.tail);
  } finally {
    options.signal.removeEventListener("abort", stop);
  }
}

class ProgramError extends Error {
  constructor(command: string, result: number | string, tail: readonly string[]) {
    const last = tail.filter((line) => line.trim()).slice(-5);
    super(`${command} ended with ${result}${last.length ? `: ${last.join(" / ")}` : ""}`);
    this.name = "ProgramError";
  }
}
