import { pipeline } from "node:stream";
import PQueue from "p-queue";
import { DownloadBudget } from "../../files/download-budget.ts";
import { parseDataUrl } from "../../files/data-url.ts";
import { toNodeStream, type Media } from "../../files/media.ts";
import { safeName } from "../../files/safe-name.ts";
import { isFileRef, type FileRef, type Json, type Value } from "../../values/value.ts";
import { redact } from "../../failures/redact.ts";
import { reasonOf } from "../../failures/network.ts";
import { StepError } from "../../failures/failure.ts";
import { bytesText, LimitError } from "../../failures/limit-error.ts";
import type { StepEvent } from "../../run/step-events.ts";
import type { App } from "../connection/app.ts";

/** Gradio's description of a file on its side. */
interface GradioFile {
  readonly path?: string | null;
  readonly url?: string | null;
  readonly orig_name?: string | null;
  readonly mime_type?: string | null;
  readonly is_stream?: boolean;
}

/** Files of one call that are fetched at the same time. */
const maxAtOnce = 4;
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

/** Takes the files of returned values into the media folder, each once, streamed. One per call. */
export class Downloads {
  readonly #tools: DownloadTools;
  readonly #files = new Map<string, Promise<FileRef>>();
  readonly #queue = new PQueue({ concurrency: maxAtOnce });
  readonly #closed = new AbortController();
  readonly #signal: AbortSignal;
  /** Results so far may bring many files; what they took is not taken from the result. */
  readonly #budgets: Readonly<Record<"partial" | "result", DownloadBudget>>;
  #reportedAt = 0;

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

  /** A returned value with references in place of Gradio's descriptions of files. */
  async take(value: Json, of: "partial" | "result"): Promise<Value> {
    return this.#take(value, this.#budgets[of], new FileSearch(this.#tools.app));
  }

  async #take(value: Json, budget: DownloadBudget, search: FileSearch): Promise<Value> {
    if (!search.finds(value)) return value;
    if (isGradioFile(value)) return this.#file(value, budget);
    const entries = Object.entries(value) as [string, Value][];
    const holding = entries.filter(([, part]) => search.finds(part));
    const pending = holding.map(async (entry) => {
      entry[1] = await this.#take(entry[1] as Json, budget, search);
    });
    await Promise.all(pending);
    return Array.isArray(value) ? entries.map(([, part]) => part) : Object.fromEntries(entries);
  }

  #file(file: GradioFile, budget: DownloadBudget): Promise<FileRef> | null {
    const key = file.path || file.url;
    if (!key) return null;
    let taken = this.#files.get(key);
    if (!taken) {
      taken = this.#queue.add(() => this.#fetch(file, budget));
      this.#files.set(key, taken);
      // The result tries again what failed for a result before it.
      taken.catch(() => this.#files.delete(key));
    }
    return taken;
  }

  async #fetch(file: GradioFile, budget: DownloadBudget): Promise<FileRef> {
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
      const response = await app.fetch(this.#addressOf(file), { signal: watch.signal, maxBytes: Infinity });
      if (!response.ok || !response.body) {
        await response.body?.cancel();
        throw new Error(`it answered ${response.status}`);
      }
      const packed = response.headers.has("content-encoding");
      const size = packed ? undefined : Number(response.headers.get("content-length")) || undefined;
      await budget.open(size);
      const mime = file.mime_type || response.headers.get("content-type")?.split(";")[0] || undefined;
      const report = this.#reporter(name, size);
      const counter = budget.counter((bytes) => {
        watch.heard();
        report(bytes);
      });
      const content = pipeline(toNodeStream(response.body), counter, () => {});
      return await media.addStream(content, safeName(name, mime), mime);
    } catch (error) {
      if (this.#signal.aborted) throw this.#signal.reason;
      if (error instanceof LimitError) throw error.failure(`The download from '${app.name}'`);
      if (error instanceof StepError) throw error;
      throw new StepError({
        message: `The file '${name}' could not be fetched from '${app.name}': ${reasonOf(error)}.`,
        help: "Run the step again. If it stays so, the Space gives a file that it does not allow to be read.",
        transient: true,
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

  #addressOf(file: GradioFile): string {
    const external = [file.path, file.url].find(
      (one) => one && /^https?:/.test(one) && !isOwn(this.#tools.app, one),
    );
    if (external && !(file.path && !/^https?:/.test(file.path))) return external;
    if (file.is_stream && file.url)
      return new URL(new URL(file.url, `${this.#tools.app.url}/`).pathname, this.#tools.app.url).href;
    if (file.path && !/^https?:/.test(file.path)) {
      return this.#tools.app.route(`file=${file.path.split("/").map(encodeURIComponent).join("/")}`);
    }
    return new URL(file.url ?? file.path ?? "", `${this.#tools.app.url}/`).href;
  }
}

/** Finds where files stand in a value, in time that grows with its size only. */
class FileSearch {
  readonly #found = new Set<object>();

  constructor(private readonly app: App) {}

  /** Whether a file stands in a value. Rejects what poses as a file of this machine. */
  finds(value: unknown): value is object {
    if (typeof value !== "object" || value === null) return false;
    if (this.#found.has(value)) return true;
    // Only what was downloaded here is a reference.
    if (isFileRef(value)) throw forged(this.app);
    let found = isGradioFile(value);
    const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
    // All are looked at, since each of them might pose as a file.
    for (const part of parts) if (this.finds(part)) found = true;
    if (found) this.#found.add(value);
    return found;
  }
}

/** Aborts when nothing came for a while. */
class SilenceWatch {
  readonly signal: AbortSignal;
  readonly #silent = new AbortController();
  #timer: NodeJS.Timeout;

  constructor(
    private readonly limit: number,
    outer: AbortSignal,
  ) {
    this.signal = AbortSignal.any([outer, this.#silent.signal]);
    this.#timer = this.#start();
  }

  heard(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #start(): NodeJS.Timeout {
    return setTimeout(() => this.#silent.abort(new Error("it fell silent")), this.limit);
  }
}

function forged(app: App): StepError {
  return new StepError({
    message: `'${app.name}' returned data that poses as a file of this machine; it was not taken.`,
    help: "Use a Space that you trust.",
  });
}

function isGradioFile(value: object): value is GradioFile {
  const meta = (value as { meta?: { _type?: unknown } | null }).meta;
  return meta?._type === "gradio.FileData";
}

function isOwn(app: App, address: string): boolean {
  return new URL(address).host === new URL(app.url).host || /\/(gradio_api\/)?file=/.test(address);
}

function nameOf(file: GradioFile): string {
  const path = file.path && !file.path.startsWith("data:") ? file.path : "";
  const given = file.orig_name || path.split("?")[0]?.split("/").at(-1) || "";
  // An app may give a file the name of the token it was called with.
  return safeName(redact(given));
}
