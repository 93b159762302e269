import * as v from "valibot";
import { isAlive } from "../../process/is-alive.ts";
import type { Execution } from "../../run/execution.ts";
import type { GraphKey, SheetId, SheetStore } from "../../sheets/store.ts";

/** Milliseconds for which the queue keeps the results of jobs. Later they would be made anew, and nobody asked for that. */
const life = 24 * 60 * 60 * 1000;

// A note comes from a file that may be of another version, so it is looked at before it is used.
const note = v.object({
  /** Milliseconds since 1970. */
  at: v.number(),
  /** The process whose engine waits for the jobs; left out where it ended and left them. */
  process: v.optional(v.number()),
  /** By plan node. */
  keys: v.record(v.string(), v.string()),
});
type Note = v.InferOutput<typeof note>;

export interface LeftJobsOptions {
  readonly store: SheetStore;
  readonly graph: GraphKey;
  readonly sheet: SheetId;
  /** Whether the engine ends, and leaves its jobs in the queue. */
  readonly hasLeft: () => boolean;
  readonly unsaved: (error: unknown) => void;
}

/** Remembers which steps of a sheet have jobs in the queue of workers, for an engine that comes after this one. */
export class LeftJobs {
  readonly #keys = new Map<Execution, string>();
  #isTaken = false;

  constructor(private readonly options: LeftJobsOptions) {}

  /** Jobs of an execution are in the queue. */
  queued(execution: Execution): void {
    const { planNode, key, rerun } = execution.work;
    // What was asked for anew has no key by which it could be found, and what must not run twice is not asked for by itself.
    const isFound = rerun === undefined && planNode.node.kind === "fn" && planNode.node.retry !== "never";
    if (!isFound || this.#keys.has(execution)) return;
    this.#keys.set(execution, key);
    this.#keep({ process: process.pid });
  }

  ended(execution: Execution): void {
    if (this.options.hasLeft() || !this.#keys.delete(execution)) return;
    this.#keep({ process: process.pid });
  }

  /** The sheet is closed: where its engine ends, the jobs go on. */
  close(): void {
    if (this.options.hasLeft() && this.#keys.size > 0) this.#keep({});
  }

  /** By plan node, the keys of what an engine that is no more left in the queue. They are given once. */
  async take(): Promise<ReadonlyMap<string, string>> {
    const { store, graph } = this.options;
    const nothing = new Map<string, string>();
    if (this.#isTaken) return nothing;
    this.#isTaken = true;
    const parsed = v.safeParse(note, await store.getNote(graph, this.#name));
    if (!parsed.success || this.#keys.size > 0) return nothing;
    const { at, keys, process: other } = parsed.output;
    // In this process an earlier engine wrote it: this one has written none yet.
    if (other !== undefined && other !== process.pid && isAlive(other)) return nothing;
    await store.setNote(graph, this.#name, undefined);
    return Date.now() - at > life ? nothing : new Map(Object.entries(keys));
  }

  get #name(): string {
    return `jobs of ${this.options.sheet}`;
  }

  #keep(by: Pick<Note, "process">): void {
    const { store, graph, unsaved } = this.options;
    const keys = Object.fromEntries([...this.#keys].map(([{ planNode }, key]) => [planNode.name, key]));
    const value = this.#keys.size === 0 ? undefined : { ...by, at: Date.now(), keys };
    store.setNote(graph, this.#name, value).catch(unsaved);
  }
}
