import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContentStore } from "../../content/content-store.ts";
import { redact } from "../../failures/redact.ts";
import { makePrivateFolder } from "../../files/private-files.ts";
import { createWorkflowProcesses } from "../../process/processes.ts";
import { packageInstaller } from "../code/packages.ts";
import type { QueueAddress } from "../queue-address.ts";
import { QueueConnection } from "../queue-connection.ts";
import { Presence } from "../workers.ts";
import { GroupWorker } from "./group-worker.ts";
import { JobRunner } from "./job-runner.ts";
import { LoadedCode } from "./loaded-code.ts";
import { SharedLimits } from "./shared-limits.ts";

export interface StartWorkerOptions {
  readonly queue: QueueAddress;
  readonly key: string;
  readonly store: ContentStore;
  /** As people see it. */
  readonly name: string;
  /** Jobs at a time, by group. */
  readonly groups: ReadonlyMap<string, number>;
  /** Whether `npm ci` may run for the packages of workflows. */
  readonly allowInstall: boolean;
  /** Folder of the bundles. */
  readonly dist: string;
  /** Folder for code, packages and compiled modules, which workers of one machine may share. */
  readonly cache: string;
  /** Bytes that the files of one job may have. */
  readonly downloadLimit: number;
  log(text: string): void;
}

export interface RunningWorker {
  /** Takes no more jobs, and resolves when the running ones have ended. */
  stop(): Promise<void>;
  /** Stops the running ones, while `stop` waits for them. */
  stopJobs(): void;
}

/** Starts a worker in this process. It runs code of whoever knows the key. */
export async function startWorker(options: StartWorkerOptions): Promise<RunningWorker> {
  const { queue, key, store, name, groups, allowInstall, dist, cache, downloadLimit } = options;
  const log = (text: string) => options.log(text);
  const temporary = await mkdtemp(join(tmpdir(), "daggr-worker-"));
  const codeFolders = join(cache, "code");
  const packages = join(cache, "packages");
  for (const folder of [codeFolders, packages]) await makePrivateFolder(folder);
  const limit = [...groups.values()].reduce((sum, one) => sum + one, 0);
  const processes = createWorkflowProcesses({
    dist,
    cache,
    roots: [],
    limit,
    log: (_stream, text) => log(redact(text.trimEnd())),
  });
  processes.prepare();
  const install = allowInstall ? packageInstaller(packages) : undefined;
  const code = new LoadedCode(processes, { folder: codeFolders, store, install });
  const runner = new JobRunner({ store, code, temporary, downloadLimit });
  const end = async () => {
    await processes.dispose();
    await rm(temporary, { recursive: true, force: true });
  };
  const connection = await QueueConnection.open(queue, log).catch(async (error: unknown) => {
    await end();
    throw error;
  });
  const common = { connection, runner, limits: new SharedLimits(connection), key, worker: name, log };
  const workers = [...groups].map(([group, most]) => new GroupWorker({ ...common, group, limit: most }));
  await Promise.all(workers.map(({ ready }) => ready));
  const presence = new Presence(connection, key, () => ({
    name,
    groups: Object.fromEntries(groups),
    busy: workers.reduce((sum, { busy }) => sum + busy, 0),
  }));
  await presence.begin();
  return {
    stopJobs: () => workers.forEach((worker) => worker.stopAll()),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await presence.end();
      await connection.close();
      await end();
    },
  };
}
