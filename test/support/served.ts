import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { startProcess, type RunningProcess } from "./processes.ts";

export interface ServedOptions {
  /** The workflow's text. */
  readonly workflow: string;
  /** Further files beside it. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** A workflow that the built `daggr` program serves, in a folder of its own, on a free port. */
export class Served {
  private constructor(
    readonly folder: string,
    private readonly options: ServedOptions,
    private running: RunningProcess,
    /** As printed, with the token if there is one. */
    public address: string,
  ) {}

  static async start(options: ServedOptions): Promise<Served> {
    const folder = await mkdtemp(join(tmpdir(), "daggr-served-"));
    for (const [name, text] of Object.entries({ ...options.files, "workflow.ts": options.workflow }))
      await writeFile(join(folder, name), text);
    const { running, address } = await launch(folder, options, "0");
    return new Served(folder, options, running, address);
  }

  get origin(): string {
    return new URL(this.address).origin;
  }

  get pid(): number {
    return this.running.pid;
  }

  log(): string {
    return this.running.log();
  }

  /** Saves a file beside the workflow, as an editor does. */
  async save(text: string, name = "workflow.ts"): Promise<void> {
    await writeFile(join(this.folder, name), text);
  }

  /** Ends the server and starts another one at the same address. `SIGKILL` simulates a crash. */
  async restart(signal: NodeJS.Signals): Promise<void> {
    await this.running.stop(signal);
    const { running, address } = await launch(this.folder, this.options, new URL(this.address).port);
    this.running = running;
    this.address = address;
  }

  async stop(): Promise<void> {
    await this.running.stop("SIGINT");
    await rm(this.folder, { recursive: true, force: true });
  }
}

async function launch(
  folder: string,
  { env, args = [] }: ServedOptions,
  port: string,
): Promise<{ running: RunningProcess; address: string }> {
  const program = inRoot("dist", "daggr.cjs");
  const data = join(folder, ".data");
  const fixed = ["serve", "workflow.ts", "--json", "--no-open", "--port", port, "--data", data];
  const running = await startProcess(process.execPath, [program, ...fixed, ...args], {
    cwd: folder,
    env: { DAGGR_CACHE: join(folder, ".cache"), ...env },
    ready: /"event": ?"listening"[^}]*}/,
  });
  const [, address = ""] = /"address": ?"([^"]+)"/.exec(running.log()) ?? [];
  return { running, address };
}
