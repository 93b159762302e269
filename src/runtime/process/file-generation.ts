import { availableParallelism } from "node:os";
import { basename } from "node:path";
import type { WorkflowDescription } from "../graph/description.ts";
import { callableNodes } from "../graph/variants.ts";
import { withoutPasswords } from "./addresses.ts";
import type { Json } from "../values/value.ts";
import { InFlight } from "../rpc/in-flight.ts";
import { StepError } from "../failures/failure.ts";
import { ProcessPrefetchedCall, startedAgain, queuedCallOf } from "./prefetched-call.ts";
import {
  type FnCall,
  type Generation,
  exclusiveGroup,
  type PrefetchOptions,
  type PrefetchedCall,
  type UserCall,
} from "../run/workflow-code.ts";
import { type ConcurrencyGroup, ConcurrencyGroups } from "../run/concurrency-groups.ts";
import type { LoadReply, WiredInputs } from "./protocol.ts";
import type { PooledProcess } from "./pool/pooled-process.ts";
import { ProcessPool, type StartOutcome, type Placement } from "./pool/process-pool.ts";
import { Attempt, type AttemptContext, type CallContext, stopped, untilStopped } from "./user-call.ts";

export interface GenerationOptions {
  /** The process that loaded the file first. */
  readonly main: PooledProcess;
  readonly loaded: Extract<LoadReply, { type: "loaded" }>;
  /** Loads the same versions of all modules in another process. */
  start(): Promise<{ readonly pooled: PooledProcess; readonly reply: LoadReply }>;
  readonly debugged: boolean;
  /** Processes in addition to the main one. */
  readonly limit?: number;
  onDispose(): void;
}

/** How often a call is attempted if its process ends for reasons outside the call. */
const attempts = 4;

/** The processes of one version of a workflow file, see `Generation`. */
export class FileGeneration implements Generation {
  readonly description: WorkflowDescription;
  readonly notices: readonly string[];
  readonly #groups = new ConcurrencyGroups();
  readonly #pool: ProcessPool;
  readonly #prefetched = new InFlight<ProcessPrefetchedCall>();
  #running = 0;
  #retired = false;

  constructor(private readonly options: GenerationOptions) {
    this.description = withoutPasswords(options.loaded.description);
    this.notices = options.loaded.notices;
    const limit = options.limit ?? Math.max(2, availableParallelism());
    const poolOptions = { limit, single: options.debugged, start: () => this.#start() };
    this.#pool = new ProcessPool(poolOptions, options.main);
  }

  async call(call: UserCall, group: ConcurrencyGroup, context: CallContext): Promise<Json> {
    if (this.#retired)
      throw new StepError({ message: "The workflow was loaded again.", help: "Run it again." });
    this.#running++;
    try {
      return await this.#groups.run(group, context.signal, () =>
        this.#run(call, placementOf(call, group), context),
      );
    } catch (error) {
      throw context.signal.aborted ? new StepError(stopped) : error;
    } finally {
      this.#ended();
    }
  }

  /** Takes prefetched calls out of the queue, because a call that was not prefetched must run first. */
  #recall(): void {
    for (const call of this.#prefetched.values()) call.recall();
  }

  #ended(): void {
    this.#running--;
    if (this.#retired && this.#running === 0) void this.dispose();
  }

  prefetch(call: FnCall, options: PrefetchOptions): PrefetchedCall | undefined {
    if (this.#retired) return undefined;
    if (!options.beforeItsTurn) this.#recall();
    const calls = queuedCallOf(options);
    const pooled = calls && this.#pool.takeMain();
    if (!pooled) return undefined;
    this.#running++;
    const prefetched = new ProcessPrefetchedCall(options, (context) =>
      this.#attempt(pooled, call, context, calls),
    );
    this.#prefetched.set(prefetched.id, prefetched);
    void prefetched.settled.then(() => {
      this.#prefetched.delete(prefetched.id);
      this.#ended();
    });
    return prefetched;
  }

  retire(): void {
    this.#retired = true;
    if (this.#running === 0) void this.dispose();
  }

  async dispose(): Promise<void> {
    this.#retired = true;
    await this.#pool.close();
    this.options.onDispose();
  }

  /** Gives a process no new calls, after an error in it that belongs to no call. */
  retireProcess(pooled: PooledProcess): void {
    this.#pool.retire(pooled);
  }

  #attempt(
    pooled: PooledProcess,
    call: UserCall,
    context: AttemptContext,
    turn: WiredInputs | undefined,
  ): Attempt {
    const timeLimits = !this.options.debugged;
    return new Attempt(pooled, call, context, {
      turn,
      timeLimits,
      released: () => this.#pool.released(pooled),
    });
  }

  async #run(call: UserCall, placement: Placement, context: CallContext): Promise<Json> {
    if (placement === "main") this.#recall();
    for (let attempt = 1; ; attempt++) {
      const pooled = await this.#pool.take(placement, context.signal);
      const turn = placement === "main" ? { wired: {} } : undefined;
      const running = this.#attempt(pooled, call, context, turn);
      const outcome = await untilStopped(running, running.run(), context.signal);
      if (outcome.type === "done") return outcome.result;
      if (outcome.type === "failed") throw new StepError(outcome.failure);
      if (attempt === attempts) {
        throw new StepError({
          message: "The workflow process ended again and again before the code was done.",
          help: "Run it again by itself.",
        });
      }
      if (outcome.started) context.emit(startedAgain);
    }
  }

  async #start(): Promise<StartOutcome> {
    const { pooled, reply } = await this.options.start();
    if (reply.type === "failed") return { type: "failed", failure: reply.failure };
    const [before, now] = [namesIn(this.description), namesIn(reply.description)];
    if (before === now) return { type: "started", pooled };
    await pooled.process.kill();
    const file = basename(this.description.file);
    return {
      type: "failed",
      failure: {
        message: `${file} made other nodes when a second process loaded it: ${differences(before, now)}.`,
        help: "Every process loads the file by itself, so names must not depend on chance, time or what other processes do. Give the nodes fixed names.",
        at: { file: this.description.file, line: 1 },
      },
    };
  }
}

function placementOf(call: UserCall, group: ConcurrencyGroup): Placement {
  if (group.name === exclusiveGroup.name) return "main";
  return call.type === "fn" ? "apart" : "any";
}

function namesIn(description: WorkflowDescription): string {
  return description.graphs
    .flatMap((graph) => callableNodes(graph).map((node) => `'${node.name}' of '${graph.name}'`))
    .join("\n");
}

function differences(before: string, now: string): string {
  const [old, fresh] = [new Set(before.split("\n")), new Set(now.split("\n"))];
  const gone = [...old].filter((name) => !fresh.has(name));
  const added = [...fresh].filter((name) => !old.has(name));
  const parts = [...gone.map((name) => `no ${name}`), ...added.map((name) => `a new ${name}`)];
  return parts.length > 0 ? parts.slice(0, 6).join(", ") : "the same ones in another order";
}
