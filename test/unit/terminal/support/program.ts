import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { inRoot } from "../../../../scripts/lib/paths.mjs";

/** What a finished command left behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built `daggr` program in a folder of its own, with a cache of its own and no terminal. */
export class Program {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "daggr-terminal-")));

  /** Where it keeps what it keeps. */
  readonly env: Readonly<Record<string, string>> = {
    DAGGR_CACHE: join(this.folder, "cache"),
    XDG_DATA_HOME: join(this.folder, "user-data"),
  };

  /** Writes a file and gives its path. */
  write(name: string, text: string): string {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  }

  start(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    stdin: "ignore" | "pipe" = "ignore",
  ): Running {
    const child = spawn(process.execPath, [inRoot("dist", "daggr.cjs"), ...args], {
      cwd: this.folder,
      env: { ...process.env, ...this.env, ...env },
      stdio: [stdin, "pipe", "pipe"],
    });
    return new Running(child);
  }

  async run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Finished> {
    return this.start(args, env).finished;
  }

  /** Runs a command with `--json`: standard output must be one JSON object and nothing else. */
  async json<T>(args: readonly string[], env?: Readonly<Record<string, string>>) {
    const { code, stdout, stderr } = await this.run([...args, "--json"], env);
    return { code, stderr, value: JSON.parse(stdout) as T };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class Running {
  stdout = "";
  stderr = "";
  readonly finished: Promise<Finished>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.on("data", (chunk) => (this.stdout += String(chunk)));
    child.stderr?.on("data", (chunk) => (this.stderr += String(chunk)));
    this.finished = once(child, "close").then(([code]) => ({
      code: code as number | null,
      stdout: this.stdout,
      stderr: this.stderr,
    }));
  }
}
