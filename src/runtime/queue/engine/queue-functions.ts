import { randomUUID } from "node:crypto";
import type { ContentStore } from "../../content/content-store.ts";
import { mayHaveRun, StepError } from "../../failures/failure.ts";
import type { Media } from "../../files/media.ts";
import type { FnNodeDescription } from "../../graph/description.ts";
import { hashText } from "../../plan/hash.ts";
import type { QueueOverview } from "../../protocol/workers.ts";
import type { RemoteCall, RemoteFunctions } from "../../run/remote-functions.ts";
import type { StepContext } from "../../run/step/step.ts";
import type { Generation } from "../../run/workflow-code.ts";
import type { Values } from "../../values/value.ts";
import { sendCode, type SentCode } from "../code/manifest.ts";
import { parseOutcome, protocolVersion, type Job, type JobOutcome } from "../jobs/job.ts";
import { withOwnPlaces } from "../jobs/failure-places.ts";
import { SharedFiles } from "../jobs/shared-files.ts";
import { sign, verified } from "../jobs/signature.ts";
import { OverviewReader } from "../overview.ts";
import type { QueueConnection } from "../queue-connection.ts";
import { defaultGroup } from "../worker-groups.ts";
import { Durations } from "./durations.ts";
import { GroupJobs, type JobEnd } from "./group-jobs.ts";
import { HeardWorkers } from "./heard-workers.ts";
import { NewsOfJob } from "./job-news.ts";

/** What calls on other machines need. */
export interface OpenedQueue {
  readonly connection: QueueConnection;
  /** The key that engines and workers share. */
  readonly key: string;
  readonly store: ContentStore;
}

interface Opened extends OpenedQueue {
  readonly files: SharedFiles;
  readonly overview: OverviewReader;
}

/** How often a job is put into the queue again that somebody else stopped, or that the server lost. */
const attempts = 5;

/** Runs functions on workers, through a queue. */
export class QueueFunctions implements RemoteFunctions {
  readonly #groups = new Map<string, GroupJobs>();
  readonly #codes = new WeakMap<Generation, Promise<SentCode>>();
  readonly #durations = new Durations();
  #opened: Promise<Opened> | undefined;
  #left = false;
  readonly #workers = new HeardWorkers(() => (this.#left ? Promise.resolve() : this.overview()));

  /**
   * @param address without a password
   * @param open is called at the first call, or before a run that would make one: a queue that is not used costs nothing
   */
  constructor(
    readonly address: string | undefined,
    private readonly open: () => Promise<OpenedQueue>,
    private readonly media: Media,
  ) {}

  placeOf(node: FnNodeDescription): string | undefined {
    if (node.calls || node.where === "local") return undefined;
    if (node.where !== undefined) return node.where;
    const isAlone = !node.concurrent && node.concurrencyGroup === undefined;
    return !isAlone && !node.sharesState && this.#durations.areWorthSending(node.code)
      ? defaultGroup
      : undefined;
  }

  workersOf(groups: ReadonlySet<string>): number | undefined {
    return this.#workers.countOf(groups);
  }

  onWorkers(listener: () => void): () => void {
    return this.#workers.onChange(listener);
  }

  ranHere(node: FnNodeDescription, milliseconds: number): void {
    this.#durations.add(node.code, milliseconds);
  }

  async run(call: RemoteCall, context: StepContext): Promise<Values> {
    const askedAt = Date.now();
    const { workers } = call;
    const waits = () => context.emit({ type: "phase", phase: { kind: "queued", workers } });
    waits();
    const { connection, key, store, files } = await this.#open();
    const jobs = this.#jobsOf(workers, connection);
    const id = hashText(`${call.graph}\n${call.node.name}\n${call.key}${call.again ? randomUUID() : ""}`);
    const code = await this.#codeOf(call.generation, store);
    const inputs = await files.send(call.inputs);
    const repeatable = call.node.retry !== "never";
    const { limit } = call;
    for (let attempt = 1; ; attempt++) {
      const job: Job = {
        protocol: protocolVersion,
        id,
        nonce: randomUUID(),
        sentAt: Date.now(),
        code: code.hash,
        graph: call.graph,
        node: call.node.name,
        codeKey: call.node.code,
        inputs,
        repeatable,
        ...(limit && { limit: { name: limit.name, most: limit.limit } }),
      };
      const news = new NewsOfJob({
        id,
        workers,
        key,
        context,
        files,
        askedAt,
        isLimited: limit !== undefined,
      });
      const end = await jobs.ask(id, sign("job", JSON.stringify(job), key), news, {
        signal: context.signal,
        stops: () => !this.#left,
      });
      await news.told;
      // Its workers ended, so its place in the queue is for whoever runs it again.
      if (end.type === "lost") await jobs.remove(id).catch(() => {});
      const outcome = outcomeOf(end, id, key, call, news);
      if (outcome === "again") {
        if (attempt === attempts || (!repeatable && news.began)) throw lost(call, news);
        waits();
        continue;
      }
      news.ended(outcome);
      if (outcome.type === "done") {
        this.#durations.add(call.node.code, outcome.duration);
        return files.receive(outcome.outputs, context.signal);
      }
      // What failed before this run asked is tried once more; so is what somebody else stopped.
      const isOld = !news.began && attempt === 1;
      await jobs.remove(id).catch(() => {});
      if (outcome.type === "failed" && !isOld) throw new StepError(withOwnPlaces(outcome.failure, code.root));
      if (attempt === attempts) throw lost(call, news);
      waits();
    }
  }

  get hasLeft(): boolean {
    return this.#left;
  }

  async overview(): Promise<QueueOverview> {
    const overview = await (await this.#open()).overview.read(this.#groups.keys());
    this.#workers.heard(overview.workers);
    return overview;
  }

  /** The engine ends: jobs go on, and who asks for the same work later gets their results. */
  async leave(): Promise<void> {
    this.#left = true;
    await Promise.all([...this.#groups.values()].map((jobs) => jobs.close()));
    await (await this.#opened?.catch(() => undefined))?.connection.close();
  }

  #open(): Promise<Opened> {
    if (!this.#opened) {
      this.#opened = this.open().then((opened) => ({
        ...opened,
        files: new SharedFiles(opened.store, this.media),
        overview: new OverviewReader(opened.connection, opened.key),
      }));
      // The next call tries again.
      this.#opened.catch(() => (this.#opened = undefined));
    }
    return this.#opened;
  }

  #codeOf(generation: Generation, store: ContentStore): Promise<SentCode> {
    let sent = this.#codes.get(generation);
    if (!sent) {
      sent = sendCode(generation.description, store);
      this.#codes.set(generation, sent);
      sent.catch(() => this.#codes.delete(generation));
    }
    return sent;
  }

  #jobsOf(group: string, connection: QueueConnection): GroupJobs {
    let jobs = this.#groups.get(group);
    if (!jobs) this.#groups.set(group, (jobs = new GroupJobs(group, connection)));
    return jobs;
  }
}

/** "again": it has to be put into the queue once more. */
function outcomeOf(
  end: JobEnd,
  id: string,
  key: string,
  call: RemoteCall,
  news: NewsOfJob,
): JobOutcome | "again" {
  switch (end.type) {
    case "gone":
      return "again";
    case "lost":
      throw new StepError({
        message: `The workers that ran '${call.node.name}' ended in the middle of it (${end.reason}). It printed last: ${news.lastWords || "nothing"}`,
        help: "See what the workers printed, such as that they had no memory left, and run it again.",
      });
    case "returned": {
      const payload = verified("outcome", end.returned, key);
      const outcome = payload === undefined ? undefined : parseOutcome(payload);
      if (outcome?.id === id) return outcome;
      throw new StepError({
        message: `The result of '${call.node.name}' in the queue is not signed with this engine's key, so it is not used.`,
        help: "Give the workers the same key (DAGGR_QUEUE_KEY), and look who else writes to the queue.",
      });
    }
  }
}

function lost(call: RemoteCall, { began }: NewsOfJob): StepError {
  const failure = new StepError({
    message: `The queue lost the job of '${call.node.name}'.`,
    help: "Run it again, and see whether the queue's server keeps its data when it is restarted.",
    transient: began,
  });
  return mayHaveRun(failure, "A worker");
}
