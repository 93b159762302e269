import { parseDataUrl } from "../../files/data-url.ts";
import { toNodeStream, type Media } from "../../files/media.ts";
import { safeName } from "../../files/safe-name.ts";
import { isFileRef, type FileRef, type Json, type Value } from "../../values/value.ts";
import { reasonOf } from "../../failures/network.ts";
import { StepError } from "../../failures/failure.ts";
import type { App } from "../connection/app.ts";

/** Gradio's description of a file on its side. */
interface GradioFile {
  readonly path?: string | null;
  readonly url?: string | null;
  readonly orig_name?: string | null;
  readonly mime_type?: string | null;
  readonly is_stream?: boolean;
}

/** Takes the files of returned values into the media folder, each once, streamed. One per call. */
export class Downloads {
  readonly #files = new Map<string, Promise<FileRef>>();

  constructor(
    private readonly app: App,
    private readonly media: Media,
    private readonly signal: AbortSignal,
    private readonly silence: number,
  ) {}

  /** A returned value with references in place of Gradio's descriptions of files. */
  async take(value: Json): Promise<Value> {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return Promise.all((value as readonly Json[]).map((part) => this.take(part)));
    if (isGradioFile(value)) return this.#file(value);
    // Only what was downloaded here is a reference.
    if (isFileRef(value)) throw forged(this.app);
    const entries = Object.entries(value).map(async ([name, part]) => [name, await this.take(part)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  #file(file: GradioFile): Promise<FileRef> | null {
    const key = file.path || file.url;
    if (!key) return null;
    let taken = this.#files.get(key);
    if (!taken) {
      taken = this.#fetch(file);
      this.#files.set(key, taken);
    }
    return taken;
  }

  async #fetch(file: GradioFile): Promise<FileRef> {
    const inline = parseDataUrl(file.url ?? "") ?? parseDataUrl(file.path ?? "");
    const name = nameOf(file);
    if (inline) return this.media.addBytes(inline.bytes, safeName(name, inline.mime), inline.mime);
    const address = this.#addressOf(file);
    // Large files take long; only silence is an error.
    const watch = new SilenceWatch(this.silence, this.signal);
    try {
      const response = await this.app.fetch(address, { signal: watch.signal, maxBytes: Infinity });
      if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`);
      const mime = file.mime_type || response.headers.get("content-type")?.split(";")[0] || undefined;
      const content = toNodeStream(response.body.pipeThrough(watch.through()));
      return await this.media.addStream(content, safeName(name, mime), mime);
    } catch (error) {
      if (this.signal.aborted) throw this.signal.reason;
      if (error instanceof StepError) throw error;
      throw new StepError({
        message: `The file '${name}' could not be fetched from '${this.app.name}': ${reasonOf(error)}.`,
        help: "Run the step again. If it stays so, the Space gives a file that it does not allow to be read.",
        transient: true,
      });
    } finally {
      watch.end();
    }
  }

  #addressOf(file: GradioFile): string {
    const external = [file.path, file.url].find(
      (one) => one && /^https?:/.test(one) && !isOwn(this.app, one),
    );
    if (external && !(file.path && !/^https?:/.test(file.path))) return external;
    if (file.is_stream && file.url)
      return new URL(new URL(file.url, `${this.app.url}/`).pathname, this.app.url).href;
    if (file.path && !/^https?:/.test(file.path)) {
      return this.app.route(`file=${file.path.split("/").map(encodeURIComponent).join("/")}`);
    }
    return new URL(file.url ?? file.path ?? "", `${this.app.url}/`).href;
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

  through(): TransformStream<Uint8Array, Uint8Array> {
    return new TransformStream({
      transform: (chunk, controller) => {
        this.#timer.refresh();
        controller.enqueue(chunk);
      },
    });
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
  return safeName(given);
}
