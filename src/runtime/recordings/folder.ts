import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { copyFile, lstat, mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { StepError } from "../failures/failure.ts";
import { bytesText, LimitError } from "../failures/limit-error.ts";
import { reasonOf } from "../failures/network.ts";
import { errorCode } from "../files/disk.ts";
import { parseJson } from "../files/http/json-limits.ts";
import type { Media } from "../files/media.ts";
import { writePrivateFile } from "../files/private-files.ts";
import { safeName } from "../files/safe-name.ts";
import { filesIn, isFileRef, setOwn, type FileRef, type Value } from "../values/value.ts";
import { callRecordSchema, requestKey, type CallRecord, type CallRequest } from "./record.ts";

/** How much a recording may hold that is read: it may be anybody's. */
const limits = { records: 20_000, recordBytes: 32 * 1024 * 1024, allBytes: 512 * 1024 * 1024 };

export interface StoredRecord {
  /** Its name in the folder. */
  readonly file: string;
  readonly record: CallRecord;
}

/**
 * A recording on disk: one JSON file for each request, and beside them `files/`, where each file stands under the hash of its
 * content. Equal recordings are equal files, so that they can be kept in git.
 */
export class RecordingFolder {
  #writing: Promise<void> = Promise.resolve();

  constructor(
    readonly path: string,
    private readonly media: Media,
  ) {}

  /**
   * All records, in the order of their names.
   * @throws {StepError} which names the file that is no record
   */
  async read({ mayBeMissing }: { readonly mayBeMissing?: boolean } = {}): Promise<readonly StoredRecord[]> {
    const entries = await readdir(this.path, { withFileTypes: true }).catch((error: unknown) => {
      if (errorCode(error) === "ENOENT" && mayBeMissing) return [];
      if (errorCode(error) === "ENOENT") throw unreadable(this.path, "there is no such folder");
      throw unreadable(this.path, reasonOf(error));
    });
    const names = entries.flatMap((entry) =>
      entry.isFile() && entry.name.endsWith(".json") ? [entry.name] : [],
    );
    if (names.length > limits.records)
      throw unreadable(this.path, `it has more than ${limits.records} records`);
    const records: StoredRecord[] = [];
    let bytes = 0;
    for (const file of names.sort()) {
      const text = await this.#text(file);
      bytes += text.length;
      if (bytes > limits.allBytes) throw unreadable(this.path, "its records have more than 512 MB");
      records.push({ file, record: parseRecord(join(this.path, file), text) });
    }
    return records;
  }

  async #text(file: string): Promise<string> {
    const path = join(this.path, file);
    const { size } = await lstat(path);
    if (size > limits.recordBytes) throw unreadable(path, "it has more than 32 MB");
    return readFile(path, "utf8");
  }

  /** Writes what is known of a request, with its files, in place of what was there. */
  write(record: CallRecord): Promise<void> {
    const written = this.#writing.then(() => this.#write(record));
    this.#writing = written.catch(() => {});
    return written;
  }

  /** Makes the folder. @throws {StepError} where that is not possible */
  async make(): Promise<void> {
    try {
      await mkdir(join(this.path, "files"), { recursive: true, mode: 0o700 });
    } catch (error) {
      throw new StepError({ message: `Nothing can be recorded in '${this.path}': ${reasonOf(error)}.` });
    }
  }

  async #write(record: CallRecord): Promise<void> {
    await this.make();
    // The cast: a record is plain JSON with references to files in it.
    for (const file of filesIn(record as unknown as Value)) await this.#keep(file);
    await this.#put(fileNameOf(record.request), (temporary) =>
      writePrivateFile(temporary, `${JSON.stringify(record, null, 2)}\n`),
    );
  }

  async #keep(file: FileRef): Promise<void> {
    const name = join("files", file.$file);
    const known = await lstat(join(this.path, name)).catch(() => undefined);
    if (known?.isFile() && known.size === file.size) return;
    await this.#put(name, (temporary) => copyFile(this.media.pathOf(file), temporary));
  }

  /** A file that is in place is whole. */
  async #put(name: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const temporary = join(this.path, `.${randomUUID()}`);
    try {
      await write(temporary);
      await rename(temporary, join(this.path, name));
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /**
   * Recorded values, with their files in the media folder.
   * @throws {StepError} where one is missing, or is another one than was recorded
   */
  async take(values: readonly Value[], signal: AbortSignal): Promise<readonly Value[]> {
    return Promise.all(values.map((value) => this.#taken(value, signal)));
  }

  async #taken(value: Value, signal: AbortSignal): Promise<Value> {
    if (typeof value !== "object" || value === null) return value;
    if (isFileRef(value)) return this.#takenFile(value, signal);
    if (Array.isArray(value)) return this.take(value as readonly Value[], signal);
    const made: Record<string, Value> = {};
    for (const [name, part] of Object.entries(value)) setOwn(made, name, await this.#taken(part, signal));
    return made;
  }

  async #takenFile({ $file: hash, name, mime, size }: FileRef, signal: AbortSignal): Promise<FileRef> {
    signal.throwIfAborted();
    const file = { $file: hash, name: safeName(name), mime, size };
    if (await this.media.has(file)) return file;
    const path = join(this.path, "files", hash);
    const stat = await lstat(path).catch(() => undefined);
    if (!stat?.isFile()) throw unreadable(path, `'${name}' of a recorded answer is not there`);
    if (stat.size > this.media.downloadLimit)
      throw unreadable(path, `it is larger than a step may fetch (${bytesText(this.media.downloadLimit)})`);
    const taken = await this.media.addStream(createReadStream(path), name, mime);
    if (taken.$file !== hash) throw unreadable(path, "its content is not the one that was recorded");
    return taken;
  }
}

/** Names what is called, for people; the end tells requests apart. */
function fileNameOf(request: CallRequest): string {
  const called =
    request.kind === "space"
      ? `${request.app} ${request.endpoint}`
      : `${request.model} ${request.task ?? ""}`;
  const plain = called
    .replace(/^https?:\/\//, "")
    .replace(/[^\w.]+/g, "-")
    .replace(/^[-.]+|[-.]+$/g, "");
  return `${plain.slice(0, 100)}-${requestKey(request).slice(0, 12)}.json`;
}

function parseRecord(path: string, text: string): CallRecord {
  let content: unknown;
  try {
    content = parseJson(text);
  } catch (error) {
    throw unreadable(path, error instanceof LimitError ? "it is too deep or too large" : "it is no JSON");
  }
  const parsed = v.safeParse(callRecordSchema, content);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const at = v.getDotPath(issue);
  throw unreadable(path, `${at === null ? "" : `'${at}': `}${issue.message}`);
}

function unreadable(path: string, why: string): StepError {
  return new StepError({
    message: `The recording '${path}' cannot be used: ${why}.`,
    help: "Record it again with --record, or restore the folder.",
  });
}
