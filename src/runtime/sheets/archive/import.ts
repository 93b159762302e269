import { stat } from "node:fs/promises";
import * as v from "valibot";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { DiskError } from "../../files/disk-error.ts";
import type { MediaFolder, StagedFile } from "../../files/media-folder.ts";
import { safeName } from "../../files/safe-name.ts";
import { filesIn, type FileRef } from "../../values/value.ts";
import { refusedError } from "../errors.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import { ContentMeter } from "./content-meter.ts";
import {
  CONTENT,
  FORMAT,
  FORMAT_VERSION,
  HEADER,
  headerSchema,
  LONGEST_NAME,
  lineSchema,
  MEDIA,
  type Line,
} from "./format.ts";
import { keepLines, type KeptContent } from "./keep-lines.ts";
import { ARCHIVE_LIMITS, checkCount, type ArchiveLimits } from "./limits.ts";
import { parseJson, readLines } from "./lines.ts";
import { listParts, openPart } from "./parts.ts";

export interface ImportOptions {
  readonly values: ValueStorage;
  readonly media: MediaFolder;
  /** Largest size of the media, in bytes. */
  readonly mediaLimit: number;
  readonly limits?: ArchiveLimits;
  /** Refuses a sheet that refers to files which it does not bring along. */
  readonly complete?: boolean;
  /** Ends the import; nothing was added then. */
  readonly signal?: AbortSignal;
}

export interface ReadArchive extends KeptContent {
  readonly name: string;
}

/**
 * Reads an exported sheet. The file is not trusted: everything in it is measured and checked before anything is stored, so a
 * file that is rejected leaves nothing behind. It is read as it unpacks, a line at a time.
 * @throws {StoreError} of kind "refused" where the file is not a sound export
 */
export async function readArchive(path: string, options: ImportOptions): Promise<ReadArchive> {
  try {
    if (!(await stat(path)).isFile()) throw new Error("it is no file");
    const zip = await openPromise(path, {
      autoClose: false,
      strictFileNames: true,
      validateEntrySizes: true,
    });
    try {
      return await new ArchiveReader(zip, options).read();
    } finally {
      zip.close();
    }
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof DiskError)
      throw refusedError(`'${path}' could not be imported. ${error.message} ${error.help}`, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw refusedError(
      `'${path}' cannot be imported: ${reason.replace(/\.$/, "")}. Choose a file that Daggr exported.`,
      error,
    );
  }
}

class ArchiveReader {
  readonly #zip: ZipFile;
  readonly #options: ImportOptions;
  readonly #limits: ArchiveLimits;

  constructor(zip: ZipFile, options: ImportOptions) {
    this.#zip = zip;
    this.#options = options;
    this.#limits = options.limits ?? ARCHIVE_LIMITS;
  }

  async read(): Promise<ReadArchive> {
    const parts = await listParts(this.#zip, this.#options);
    const header = parts.get(HEADER);
    const content = parts.get(CONTENT);
    if (!header || !content) throw new Error("it is no exported sheet");
    const { name } = await this.#readHeader(header);
    const wanted = await this.#checkContent(content);
    if (this.#options.complete && [...wanted].some((path) => !parts.has(path)))
      throw new Error("it refers to files that it does not bring along");
    await this.#takeMedia(parts, wanted);
    return { name, ...(await keepLines(this.#lines(content), this.#options.values.withoutFallback)) };
  }

  async #readHeader(part: Entry): Promise<{ name: string }> {
    const meter = new ContentMeter(this.#limits);
    const lines: string[] = [];
    for await (const line of readLines(await this.#open(part), meter)) lines.push(line);
    const parsed = v.safeParse(headerSchema, parseJson(lines.join("\n")));
    if (!parsed.success) throw new Error("it is no exported sheet");
    if (parsed.output.version > FORMAT_VERSION) {
      throw new Error(
        `it was exported by a newer version (${FORMAT} ${parsed.output.version}); update Daggr`,
      );
    }
    return parsed.output;
  }

  /** Reads all of the content without keeping it. Gives the paths of the media that it refers to. */
  async #checkContent(part: Entry): Promise<ReadonlySet<string>> {
    const wanted = new Set<string>();
    for await (const line of this.#lines(part)) {
      for (const file of filesIn(line)) {
        wanted.add(mediaPath(file));
        checkCount("files", wanted.size, this.#limits.files);
      }
    }
    return wanted;
  }

  async #takeMedia(parts: ReadonlyMap<string, Entry>, wanted: ReadonlySet<string>): Promise<void> {
    const staged: { file: StagedFile; name: string }[] = [];
    try {
      for (const [path, part] of parts) {
        const media = MEDIA.exec(path);
        if (!media || !wanted.has(path)) continue;
        const file = await this.#options.media.stage(await this.#open(part));
        staged.push({ file, name: media[2]! });
        if (file.hash !== media[1]) throw new Error("a file in it has another content than it says");
      }
      for (const { file, name } of staged) await file.place(name);
    } finally {
      for (const { file } of staged) await file.discard();
    }
  }

  async *#lines(part: Entry): AsyncGenerator<Line> {
    let number = 0;
    const { signal } = this.#options;
    for await (const text of readLines(await this.#open(part), new ContentMeter(this.#limits))) {
      signal?.throwIfAborted();
      number += 1;
      // One problem is enough: a list of all of them could be larger than the line.
      const parsed = v.safeParse(lineSchema, parseJson(text), { abortEarly: true });
      if (!parsed.success) throw new Error(`line ${number} of its content is not as it should be`);
      const line = parsed.output;
      if (line.type === "result")
        checkCount("items in one result", line.record.items?.length ?? 0, this.#limits.items);
      yield line;
    }
  }

  #open(part: Entry) {
    return openPart(this.#zip, part, this.#options.signal);
  }
}

function mediaPath({ $file, name }: FileRef): string {
  if (name.length > LONGEST_NAME || name !== safeName(name))
    throw new Error("a file in it has a name that cannot be");
  return `media/${$file}/${name}`;
}
