import type { WorkflowRequests } from "../../process/load-options.ts";
import type { Generation } from "../../run/workflow-code.ts";
import type { LoadingState } from "../../protocol/canvas.ts";
import { failureOf } from "../../failures/failure.ts";
import type { StepFailure } from "../../failures/failure.ts";
import { withoutLink } from "../../compile/resolve/links.ts";
import type { EngineContext } from "../engine-context.ts";

export interface CodeEvents {
  readonly requests: WorkflowRequests;
  loading(state: LoadingState): void;
  /** Takes over a version of the file. Rejects where it is no good: the one before stays. */
  adopt(generation: Generation): Promise<void>;
}

/** One load under way. */
interface Load {
  readonly abort: AbortController;
  /** Whether it worked, or the one that took over did. */
  readonly done: Promise<boolean>;
  /** It is over, whatever came after it. */
  readonly over: Promise<unknown>;
}

/** Milliseconds that a load has left when the file was saved again: enough for one that gets on, soon over for one that hangs. */
const patience = 300;

/**
 * The code of a workflow file as it was last loaded. A save makes a new generation; what runs goes on with the one it began
 * with, which is retired when nothing needs it any more. Sessions of several users of one graph follow the same code, so that
 * processes are not multiplied.
 */
export class Code {
  loading: LoadingState = { kind: "snapshot" };
  generation: Generation | undefined;
  #files: readonly string[] = [];
  #load: Load | undefined;
  /** The load that follows the present one. */
  #next: Promise<boolean> | undefined;
  #disposed = false;
  #adopting: Promise<unknown> = Promise.resolve();
  /** How many runs need a generation. */
  readonly #users = new Map<Generation, number>();
  /** At least one: the code ends when the last one leaves. */
  readonly #followers: CodeEvents[];

  constructor(
    readonly file: string,
    private readonly context: EngineContext,
    first: CodeEvents,
  ) {
    this.#followers = [first];
  }

  /** Another session follows: it takes over what is loaded now, and each version after it. */
  async join(follower: CodeEvents): Promise<void> {
    const adopting = this.#adopting.then(async () => {
      this.#followers.push(follower);
      if (this.generation) await follower.adopt(this.generation);
      follower.loading(this.loading);
    });
    this.#adopting = adopting.catch(() => {});
    await adopting;
  }

  /** Ends everything when nobody follows any more. */
  async leave(follower: CodeEvents): Promise<void> {
    const index = this.#followers.indexOf(follower);
    if (index >= 0) this.#followers.splice(index, 1);
    if (this.#followers.length === 0) await this.#dispose();
  }

  /** The workflow file and the local modules that it loaded; watched by whoever has no editor that reports saves. */
  get files(): readonly string[] {
    return [...new Set([this.file, ...this.#files])];
  }

  /** Whether saving a file concerns this one. */
  uses(path: string): boolean {
    return [path, withoutLink(path)].some((one) => one === this.file || this.#files.includes(one));
  }

  /**
   * Loads the file in new processes. Resolves with whether that worked; the last good version stays where it did not. Saves come
   * in bursts: those that fall into a load are one more load after it, for which it ends soon.
   */
  load(): Promise<boolean> {
    if (this.#disposed) return Promise.resolve(false);
    return this.#load ? (this.#next ??= this.#loadAfter(this.#load)) : this.#begin();
  }

  /** The load under way, if there is one, ends without a result. */
  stopLoading(): void {
    this.#load?.abort.abort();
  }

  async ensureLoaded(): Promise<boolean> {
    if (this.loading.kind === "ready") return true;
    return this.#next ?? this.#load?.done ?? this.load();
  }

  /** Why nothing can run, after loading failed. */
  get problem(): StepFailure {
    if (this.loading.kind === "failed") return this.loading.failure;
    return { message: "The workflow file could not be loaded." };
  }

  /** Keeps a generation's processes until what is given back is called. */
  hold(generation: Generation): () => void {
    this.#users.set(generation, (this.#users.get(generation) ?? 0) + 1);
    return () => {
      const left = this.#users.get(generation)! - 1;
      if (left > 0) return this.#users.set(generation, left);
      this.#users.delete(generation);
      if (generation !== this.generation) generation.retire();
    };
  }

  async #dispose(): Promise<void> {
    this.#disposed = true;
    this.#load?.abort.abort();
    const held = new Set(this.#users.keys());
    if (this.generation) held.add(this.generation);
    await Promise.all([...held].map((generation) => generation.dispose()));
  }

  #begin(): Promise<boolean> {
    const abort = new AbortController();
    const over = this.#loadNow(abort.signal);
    const done = over.then((ok) => (abort.signal.aborted && this.#next) || ok);
    const load: Load = { abort, done, over };
    this.#load = load;
    void over.finally(() => {
      if (this.#load === load) this.#load = undefined;
    });
    return done;
  }

  async #loadAfter({ abort, over }: Load): Promise<boolean> {
    const timer = setTimeout(() => abort.abort(), patience);
    await over;
    clearTimeout(timer);
    this.#next = undefined;
    return !this.#disposed && this.#begin();
  }

  async #loadNow(signal: AbortSignal): Promise<boolean> {
    if (!this.context.trusted) {
      return this.#failed({
        message: "This workspace is not trusted, so its workflows do not run.",
        help: "Trust the workspace to load the file.",
      });
    }
    this.#tell({ kind: "loading" });
    // Where nobody is left, the load was aborted.
    const { requests } = this.#followers[0]!;
    const { inspect, parts, settings } = this.context;
    const outcome = await parts.processes
      .load(this.file, { signal, timeout: settings.loadTimeout, requests, inspect })
      .catch((error: unknown) => ({ type: "failed" as const, failure: failureOf(error), files: [] }));
    if (signal.aborted) {
      if (outcome.type === "loaded") await outcome.generation.dispose();
      return false;
    }
    if (outcome.type === "failed") {
      // A file that does not load still has the imports that a save may mend.
      this.#files = [...new Set([...this.#files, ...outcome.files])];
      return this.#failed(outcome.failure);
    }
    const adopting = this.#adopting.then(() => this.#adopt(outcome.generation));
    this.#adopting = adopting.catch(() => {});
    try {
      await adopting;
      return true;
    } catch (error) {
      await outcome.generation.dispose();
      return this.#failed(failureOf(error));
    }
  }

  async #adopt(generation: Generation): Promise<void> {
    for (const follower of this.#followers) await follower.adopt(generation);
    const before = this.generation;
    this.generation = generation;
    this.#files = generation.description.files;
    if (before && !this.#users.has(before)) before.retire();
    this.#tell({ kind: "ready" });
  }

  #failed(failure: StepFailure): false {
    this.#tell({ kind: "failed", failure });
    return false;
  }

  #tell(state: LoadingState): void {
    this.loading = state;
    for (const follower of this.#followers) follower.loading(state);
  }
}
