import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import { defaults } from "../../../src/runtime/defaults.ts";
import { openWorkflow, type HeadlessWorkflow } from "../../../src/runtime/headless/workflow.ts";
import type { QueueStart } from "../../../src/runtime/protocol/session.ts";
import { startPostgres } from "../../support/postgres-server.ts";
import { startProcess, type RunningProcess } from "../../support/processes.ts";
import { startRedis } from "../../support/redis-server.ts";

export type QueueServerName = "redis" | "postgres";

/** The servers that a queue may be kept in. */
export const queueServers: readonly QueueServerName[] = ["redis", "postgres"];

export interface WorkerOptions {
  readonly groups?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** A queue with its files, workers as processes of their own, and engines in this one. */
export class Machines {
  readonly #started: { stop(): Promise<void> }[] = [];

  private constructor(
    readonly server: Awaited<ReturnType<typeof startRedis>>,
    /** Of its own: files of workflows, caches, the shared files. */
    readonly folder: string,
    readonly queue: QueueStart & { readonly key: string; readonly files: string },
  ) {}

  static async start(server: QueueServerName): Promise<Machines> {
    const started = await (server === "redis" ? startRedis() : startPostgres());
    const folder = await realpath(await mkdtemp(join(tmpdir(), "daggr-machines-")));
    await mkdir(join(folder, "files"));
    return new Machines(started, folder, {
      address: started.url,
      files: pathToFileURL(join(folder, "files")).href,
      key: randomBytes(32).toString("hex"),
    });
  }

  async worker(
    name: string,
    { groups = ["queue=2"], env = {}, args = [] }: WorkerOptions = {},
  ): Promise<RunningProcess> {
    const worker = await startProcess(
      process.execPath,
      [
        inRoot("dist", "terminal", "main.mjs"),
        ...["worker", "--name", name, ...groups.flatMap((group) => ["--group", group]), ...args],
      ],
      {
        ready: /takes jobs of/,
        env: {
          DAGGR_QUEUE: this.queue.address,
          DAGGR_QUEUE_KEY: this.queue.key,
          DAGGR_FILES: this.queue.files,
          // Each worker is a machine of its own.
          DAGGR_CACHE: join(this.folder, `cache of ${name}`),
          ...env,
        },
      },
    );
    this.#started.push(worker);
    return worker;
  }

  /** Writes a workflow. Resolves with its path. */
  async write(name: string, code: string): Promise<string> {
    const file = join(this.folder, `${name}.ts`);
    await writeFile(file, code);
    return file;
  }

  /** An engine of its own; without `queue` its functions run here. */
  async open(
    file: string,
    { data, queue = this.queue }: { readonly data?: string; readonly queue?: QueueStart | "none" } = {},
  ): Promise<HeadlessWorkflow> {
    const outcome = await openWorkflow({
      file,
      ...(data !== undefined && { data: join(this.folder, data) }),
      ...(queue !== "none" && { queue }),
      cache: join(this.folder, "cache of the engine"),
      dist: inRoot("dist"),
      folder: this.folder,
      settings: defaults,
      credentials: {
        huggingFaceToken: () => Promise.resolve(undefined),
        login: () => Promise.resolve(undefined),
      },
      log: () => {},
    });
    if (outcome.type === "failed") throw new Error(outcome.failure.message);
    this.#started.push({ stop: () => outcome.workflow.close() });
    return outcome.workflow;
  }

  async stop(): Promise<void> {
    for (const started of this.#started.reverse()) await started.stop().catch(() => {});
    await this.server.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
