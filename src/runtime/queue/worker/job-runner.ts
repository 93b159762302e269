import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ContentStore } from "../../content/content-store.ts";
import { failureOf, StepError } from "../../failures/failure.ts";
import { AllowedPaths } from "../../files/allowed-paths.ts";
import { MediaFolder } from "../../files/media-folder.ts";
import type { FnNodeDescription } from "../../graph/description.ts";
import { callableNodes } from "../../graph/variants.ts";
import { UserCode } from "../../run/user-code.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
import type { Generation } from "../../run/workflow-code.ts";
import { withRelativePlaces } from "../jobs/failure-places.ts";
import { SharedFiles } from "../jobs/shared-files.ts";
import { jobLife, type Job, type JobValues } from "../jobs/job.ts";
import type { LoadedCode } from "./loaded-code.ts";

export interface JobRunnerOptions {
  readonly store: ContentStore;
  readonly code: LoadedCode;
  /** Folder for the files of jobs that run. */
  readonly temporary: string;
  /** Bytes that the files of one job may have. */
  readonly downloadLimit: number;
}

export interface RunningJob {
  readonly signal: AbortSignal;
  /** Calls that run at a time. */
  readonly limit: number;
  emit(event: StepEvent): void;
}

/** Runs jobs that were found to be signed. */
export class JobRunner {
  /** Jobs that this worker has run to their end. */
  readonly #done = new Map<string, number>();

  constructor(private readonly options: JobRunnerOptions) {}

  /** @throws {StepError} where the job is refused, or its function failed */
  async run(job: Job, running: RunningJob): Promise<JobValues> {
    this.#refuseOld(job);
    const { code, temporary } = this.options;
    const workflow = await code.get(job.code);
    const { generation } = workflow;
    const node = nodeOf(job, generation);
    const folder = join(temporary, randomUUID());
    try {
      const outputs = await this.#run(job, node, generation, folder, running).catch((error: unknown) => {
        throw new StepError(withRelativePlaces(failureOf(error), workflow.folder));
      });
      this.#done.set(job.nonce, Date.now());
      return outputs;
    } finally {
      // Most jobs have no files, and then nothing made it.
      if (existsSync(folder)) await rm(folder, { recursive: true, force: true });
    }
  }

  async #run(
    job: Job,
    node: FnNodeDescription,
    generation: Generation,
    temporary: string,
    running: RunningJob,
  ): Promise<JobValues> {
    const { signal, limit } = running;
    const media = new MediaFolder(join(temporary, "media"));
    media.downloadLimit = this.options.downloadLimit;
    const files = new SharedFiles(this.options.store, media);
    const inputs = await files.receive(job.inputs, signal);
    const folder = dirname(generation.description.file);
    const scratch = join(temporary, "files");
    const allowedPaths = new AllowedPaths({ folder, folders: [temporary], allowed: [] });
    const code = new UserCode(job.graph, generation, media, scratch, folder, allowedPaths);
    // Partial results stay in order, each after its files.
    let told: Promise<void> = Promise.resolve();
    const tell = (event: StepEvent) => {
      told = told
        .then(async () => {
          if (event.type === "partial") await files.sendFiles(event.outputs);
          if (event.type !== "phase") running.emit(event);
        })
        .catch(() => {});
    };
    const outputs = await code.fn(node, inputs, { name: "jobs", limit }, { signal, emit: tell });
    await told;
    return files.send(outputs);
  }

  /** A queue is written by others too: they may put a job there again. */
  #refuseOld({ nonce, sentAt, node }: Job): void {
    const now = Date.now();
    for (const [done, at] of this.#done) {
      if (now - at < jobLife) break;
      this.#done.delete(done);
    }
    if (this.#done.has(nonce))
      throw new StepError({
        message: `The job of '${node}' was put into the queue again after it had ended, so it is refused.`,
        help: "Run the node again. If that happens again, look who else writes to the queue.",
      });
    if (now - sentAt < jobLife && sentAt - now < jobLife) return;
    throw new StepError({
      message: `The job of '${node}' is older than a day, or of a clock that is wrong, so it is refused.`,
      help: "Run the node again, and set the clocks of both machines.",
    });
  }
}

function nodeOf(job: Job, generation: Generation): FnNodeDescription {
  const graph = generation.description.graphs.find(({ name }) => name === job.graph);
  const node = graph && callableNodes(graph).find(({ name }) => name === job.node);
  if (node?.kind !== "fn")
    throw new StepError({
      message: `The workflow has no function '${job.node}' in the graph '${job.graph}' when a worker loads it.`,
      help: "Names of nodes must not depend on the machine. Save the file and run it again.",
    });
  if (node.code === job.codeKey) return node;
  throw new StepError({
    message: `The code of '${job.node}' that the worker got is not the one that was loaded: a file was changed meanwhile, or it depends on the machine.`,
    help: "Save all files and run it again.",
  });
}
