import { pipeline } from "node:stream";
import PQueue from "p-queue";
import pRetry from "p-retry";
import { DownloadBudget } from "../../files/download-budget.ts";
import { parseDataUrl } from "../../files/data-url.ts";
import type { Media } from "../../files/media.ts";
import { mediaTypeOf, safeName } from "../../files/safe-name.ts";
import type { FileRef, Json, Value } from "../../values/value.ts";
import { reasonOf } from "../../failures/network.ts";
import { StepError } from "../../failures/failure.ts";
import { bytesText, LimitError } from "../../failures/limit-error.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
import type { App } from "../connection/app.ts";
import { FileSearch, isGradioFile, nameOf, type GradioFile } from "./gradio-file.ts";
import { openRemoteFile, RefusedFileError } from "./remote-file.ts";
import { SilenceWatch } from "./silence-watch.ts";

/** Files of one call that are fetched at the same time. */
const maxAtOnce = 4;
/** Further tries of one download. */
const retries = 3;
/** Milliseconds before the first of them; each later one waits twice as long. */
const firstDelay = 500;
/** Milliseconds between two reports of a download. */
const reportEvery = 500;
/** Bytes from which on a download is reported. */
const reportFrom = 4 * 1024 * 1024;

export interface DownloadTools {
  readonly app: App;
  readonly media: Media;
  readonly signal: AbortSignal;
  /** Milliseconds without any data after which a download counts as broken. */
  readonly silence: number;
  readonly emit: (event: StepEvent) => void;
}

/** What one event of a job returned: equal descriptions in it are one file. */
interface Returned {
  readonly of: "partial" | "result";
  readonly search: FileSearch;
  readonly files: Map<string, Promise<FileRef>>;
  /** Files that were fetched, or are, for an earlier event that returned the same. */
  readonly earlier: ReadonlyMap<string, Promise<FileRef>>;
}

const none: Returned["earlier"] = new Map();

/** Takes the files of returned values into the media folder, streamed. One per call. */
export class Downloads {
  readonly #tools: DownloadTools;
  /** What was fetched last by its path. Apps write later results over earlier ones, so it counts only while its version does. */
  readonly #fetched = new Map<string, { readonly version: string; readonly file: FileRef }>();
  readonly #queue = new PQueue({ concurrency: maxAtOnce });
  readonly #closed = new AbortController();
  readonly #signal: AbortSignal;
  /** Results so far may bring many files; what they took is not taken from the result. */
  readonly #budgets: Readonly<Record<"partial" | "result", DownloadBudget>>;
  #reportedAt = 0;
  /** The last partial result that was taken. */
  #partial: { readonly values: readonly Json[]; readonly files: Returned["files"] } | undefined;

  constructor(tools: DownloadTools) {
    this.#tools = tools;
    this.#signal = AbortSignal.any([tools.signal, this.#closed.signal]);
    const budget = () => new DownloadBudget(tools.media.folder, tools.media.downloadLimit);
    this.#budgets = { partial: budget(), result: budget() };
  }

  /** Ends what is still being fetched: the call has ended. */
  close(): void {
    this.#closed.abort();
  }

  /**
   * The values of one event, with references in place of Gradio's descriptions of files. `latest`: for the result, the partial result
   * before it. Where both are the same, its files count: the next job may write over them as soon as this one is over.
   */
  async take(values: readonly Json[], of: Returned["of"], latest?: readonly Json[]): Promise<Value[]> {
    const partial = latest !== undefined && latest === this.#partial?.values ? this.#partial : undefined;
    const isSame =
      partial !== undefined &&
      partial.files.size > 0 &&
      JSON.stringify(partial.values) === JSON.stringify(values);
    const earlier = isSame ? partial.files : none;
    const returned: Returned = { of, search: new FileSearch(this.#tools.app), files: new Map(), earlier };
    if (of === "partial") this.#partial = { values, files: returned.files };
    return Promise.all(values.map((value) => this.#take(value, returned)));
  }

  async #take(value: Json, returned: Returned): Promise<Value> {
    const { search } = returned;
    if (!search.finds(value)) return value;
    if (isGradioFile(value)) return this.#file(value, returned);
    const entries = Object.entries(value) as [string, Value][];
    const holding = entries.filter(([, part]) => search.finds(part));
    const pending = holding.map(async (entry) => {
      entry[1] = await this.#take(entry[1] as Json, returned);
    });
    await Promise.all(pending);
    return Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries);
  }

  #file(file: GradioFile, { of, files, earlier }: Returned): Promise<FileRef> | null {
    const place = file.path || file.url;
    // A recording is a file once it has ended; some apps give each part of it away once.
    if (!place || (file.is_stream && of === "partial")) return null;
    // One file on the app's side may be given under several names.
    const key = `${nameOf(file)}/${place}`;
    let taken = files.get(key);
    if (!taken) {
      const fetch = () => this.#fetch(key, file, this.#budgets[of]);
      // A result so far is followed by another one.
      const queued = () =>
        this.#queue.add(() => (of === "result" ? this.#withRetries(file, fetch) : fetch()));
      taken = earlier.get(key)?.catch(queued) ?? queued();
      files.set(key, taken);
    }
    return taken;
  }

  /** Tries a download again by itself: the job that made the file has run, and must not run again for it. */
  #withRetries(file: GradioFile, fetch: () => Promise<FileRef>): Promise<FileRef> {
    return pRetry(fetch, {
      retries,
      minTimeout: firstDelay,
      signal: this.#signal,
      shouldRetry: ({ error }) => error instanceof StepError && error.failure.transient === true,
      onFailedAttempt: ({ error, retriesLeft }) => {
        if (retriesLeft === 0 || this.#signal.aborted) return;
        this.#tools.emit({ type: "progress", text: `Fetching ${nameOf(file)} again: ${error.message}` });
      },
    });
  }

  async #fetch(key: string, file: GradioFile, budget: DownloadBudget): Promise<FileRef> {
    const { app, media, silence } = this.#tools;
    this.#signal.throwIfAborted();
    const name = nameOf(file);
    // Large files take long; only silence is an error.
    const watch = new SilenceWatch(silence, this.#signal);
    try {
      const inline = parseDataUrl(file.url ?? "") ?? parseDataUrl(file.path ?? "");
      if (inline) {
        await budget.open(inline.bytes.length);
        return await media.addBytes(inline.bytes, safeName(name, inline.mime), inline.mime);
      }
      const { content, size, version, ...found } = await openRemoteFile(app, file, watch.signal);
      const before = this.#fetched.get(key);
      if (version && before?.version === version) {
        content.destroy();
        return before.file;
      }
      await budget.open(size);
      const report = this.#reporter(name, size);
      const counter = budget.counter((bytes) => {
        watch.heard();
        report(bytes);
      });
      const mime = found.extension ? mediaTypeOf(found.extension) : file.mime_type || found.mime;
      const called = found.extension ? name.replace(/(\.\w{1,5})?$/, found.extension) : safeName(name, mime);
      const taken = await media.addStream(
        pipeline(content, counter, () => {}),
        called,
        mime,
      );
      if (version) this.#fetched.set(key, { version, file: taken });
      return taken;
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason;
      if (error instanceof LimitError) throw error.failure(`The download from '${app.name}'`);
      if (error instanceof StepError) throw error;
      const isFinal = error instanceof RefusedFileError && error.isFinal;
      throw new StepError({
        message: `The file '${name}' could not be fetched from '${app.name}': ${reasonOf(error)}.`,
        help: isFinal
          ? "The app made the file but does not let it be read: tell its owner."
          : "Run the step again. If it stays so, the Space gives a file that it does not allow to be read.",
        transient: !isFinal,
      });
    } finally {
      watch.end();
    }
  }

  /** Reports a large file now and then. */
  #reporter(name: string, size: number | undefined): (bytes: number) => void {
    let done = 0;
    return (bytes) => {
      done += bytes;
      if (done < reportFrom || Date.now() - this.#reportedAt < reportEvery) return;
      this.#reportedAt = Date.now();
      const text = `Fetching ${name} · ${bytesText(done)}${size ? ` of ${bytesText(size)}` : ""}`;
      const fraction = size ? { fraction: Math.min(1, done / size) } : {};
      this.#tools.emit({ type: "progress", text, ...fraction });
    };
  }
}
