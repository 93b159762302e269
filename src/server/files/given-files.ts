import PQueue from "p-queue";
import { StepError } from "../../runtime/failures/failure.ts";
import { LimitError } from "../../runtime/failures/limit-error.ts";
import { isDataUrl, parseDataUrl } from "../../runtime/files/data-url.ts";
import { DownloadBudget } from "../../runtime/files/download-budget.ts";
import { fetchFile } from "../../runtime/files/file-values.ts";
import { safeName } from "../../runtime/files/safe-name.ts";
import type { Engine } from "../../runtime/session/engine.ts";
import { percentDecoded } from "../../runtime/text/percent-decoded.ts";
import type { FileRef } from "../../runtime/values/value.ts";
import type { Visitor } from "../access/logins.ts";
import type { SeenFiles } from "../canvas/seen-files.ts";

/** Files of one call that are taken in at the same time. */
const maxAtOnce = 8;
/** What Gradio's clients take for a path on this side: `<hash>/<name>`. It names nothing but files of the media folder. */
const ownPath = /^([0-9a-f]{64})\/([^/\\]+)$/;
/** An address of this server, without its host: daggr's and Gradio's. */
const ownAddress = /^\/(?:media\/[0-9a-f]{2}\/|(?:gradio_api\/)?file=)([0-9a-f]{64})\/([^/\\?#]+)$/;

/**
 * Takes in the files that one call of a visitor names: by address, as data URLs, and by what this server gave them a name of. All
 * of them together may be as large as what one step may fetch.
 */
export class GivenFiles {
  readonly #queue = new PQueue({ concurrency: maxAtOnce });
  readonly #budget: DownloadBudget;

  constructor(
    private readonly engine: Pick<Engine, "context" | "pathOf">,
    private readonly seen: SeenFiles,
    private readonly visitor: Visitor,
    /** The host by which the visitor asked. */
    private readonly host: string | undefined,
  ) {
    const { folder, downloadLimit } = this.#media;
    this.#budget = new DownloadBudget(folder, downloadLimit);
  }

  /**
   * @param text never a path of this machine
   * @param name what the file is called, where the call says so
   * @returns undefined where the text names no file that could be had
   * @throws {StepError} where the file cannot be had, or the visitor may not name it
   */
  async take(text: string, signal: AbortSignal, name?: string): Promise<FileRef | undefined> {
    try {
      return await this.#queue.add(() => this.#take(text, signal, name));
    } catch (error) {
      // The call is refused, so the rest is not wanted.
      this.#queue.clear();
      throw error instanceof LimitError ? error.failure("Taking in the files of the call") : error;
    }
  }

  get #media() {
    return this.engine.context.parts.media;
  }

  async #take(text: string, signal: AbortSignal, name: string | undefined): Promise<FileRef | undefined> {
    const own = this.#own(text);
    if (own) return this.#shown(own.hash, name ?? own.name);
    const content = isDataUrl(text) ? parseDataUrl(text) : undefined;
    if (content) {
      await this.#budget.whole(content.bytes.length);
      return this.#media.addBytes(content.bytes, name ?? safeName("file", content.mime), content.mime);
    }
    if (!/^https?:\/\//.test(text)) return undefined;
    return fetchFile(text, this.#media, { named: false, signal, budget: this.#budget });
  }

  #own(text: string): { readonly hash: string; readonly name: string } | undefined {
    const [, hash, name] = ownPath.exec(text) ?? [];
    if (hash !== undefined && name !== undefined) return { hash, name };
    const [, addressed, encoded] = ownAddress.exec(this.#withinServer(text) ?? "") ?? [];
    const decoded = encoded === undefined ? undefined : percentDecoded(encoded);
    return addressed === undefined || decoded === undefined ? undefined : { hash: addressed, name: decoded };
  }

  /** The path of one of this server's own addresses. */
  #withinServer(text: string): string | undefined {
    if (text.startsWith("/")) return text;
    if (!URL.canParse(text)) return undefined;
    const { host, pathname } = new URL(text);
    return host === this.host ? pathname : undefined;
  }

  /** Under the name that the call gives it: equal contents keep their own names. */
  async #shown(hash: string, name: string): Promise<FileRef> {
    const path = this.seen.has(this.visitor, hash) ? await this.engine.pathOf({ hash, name }) : undefined;
    if (path !== undefined) return this.#media.addFile(path, { name: safeName(name) });
    throw new StepError({ message: `The file '${name}' is not there (any more).`, help: "Upload it again." });
  }
}
