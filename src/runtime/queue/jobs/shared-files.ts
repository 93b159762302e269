import { basename } from "node:path";
import { StepError } from "../../failures/failure.ts";
import type { ContentStore } from "../../content/content-store.ts";
import type { Media } from "../../files/media.ts";
import { filesIn, type FileRef, type Value, type Values } from "../../values/value.ts";
import { readFile } from "node:fs/promises";
import type { JobValues } from "./job.ts";

/** Characters of JSON that a message holds itself. */
const largestInline = 64 * 1024;
/** Bytes of values that are read into memory. */
const largestValues = 512 * 1024 * 1024;

/** Brings values with their files from one machine to another, through the file store. */
export class SharedFiles {
  /** Files that are known to be in the store. */
  readonly #sent = new Set<string>();

  constructor(
    private readonly store: ContentStore,
    private readonly media: Media,
  ) {}

  /** Puts the files of values into the store, and the values too where they are large. */
  async send(values: Values): Promise<JobValues> {
    for (const file of filesIn(values)) await this.#send(file);
    const json = JSON.stringify(values);
    if (json.length <= largestInline) return { kind: "inline", values };
    return { kind: "stored", hash: await this.store.putBytes(Buffer.from(json)) };
  }

  /** @throws {StepError} where a file is not what its reference says */
  async receive(given: JobValues, signal: AbortSignal): Promise<Values> {
    const values = given.kind === "inline" ? given.values : await this.#valuesOf(given.hash, signal);
    for (const file of filesIn(values)) await this.#receive(file, signal);
    return values;
  }

  /** The files of a value that is shown while a job runs. */
  async receiveFiles(value: Value, signal: AbortSignal): Promise<void> {
    for (const file of filesIn(value)) await this.#receive(file, signal);
  }

  async sendFiles(value: Value): Promise<void> {
    for (const file of filesIn(value)) await this.#send(file);
  }

  async #send(file: FileRef): Promise<void> {
    if (this.#sent.has(file.$file)) return;
    const hash = await this.store.putFile(this.media.pathOf(file));
    if (hash !== file.$file)
      throw new StepError({
        message: `The file '${file.name}' was changed where it is kept, so it is not sent.`,
        help: "Run the node that made it again.",
      });
    this.#sent.add(hash);
  }

  async #receive(file: FileRef, signal: AbortSignal): Promise<void> {
    if (await this.media.has(file)) return;
    const limit = this.media.downloadLimit;
    const path = await this.store.fetchFile(file.$file, { largest: limit, signal });
    const taken = await this.media.addFile(path, { name: basename(file.name) });
    if (taken.$file === file.$file && taken.size === file.size && file.name === taken.name) return;
    throw new StepError({
      message: `The file '${file.name}' in the file store has ${taken.size} bytes, not ${file.size}.`,
      help: "Run the step again. If that happens again, look who else writes to the file store.",
    });
  }

  async #valuesOf(hash: string, signal: AbortSignal): Promise<Values> {
    const path = await this.store.fetchFile(hash, { largest: largestValues, signal });
    const values: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof values === "object" && values !== null && !Array.isArray(values)) return values as Values;
    throw new StepError({ message: "What the file store keeps as the values of a job are none." });
  }
}
