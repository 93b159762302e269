import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { Disk } from "../../files/disk.ts";
import { diskProblem } from "../../files/disk-error.ts";
import type { MediaFolder } from "../../files/media-folder.ts";
import { filesIn, type FileRef } from "../../values/value.ts";
import type { SheetContent } from "../read/sheet-content.ts";
import { refusedError } from "../errors.ts";
import type { DamageNotices } from "../values/damage-notices.ts";
import type { ItemResult, ResultRecord } from "../store.ts";
import { toRecord } from "../values/stored-results.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import { ContentMeter } from "./content-meter.ts";
import { CONTENT, FORMAT, FORMAT_VERSION, HEADER, type Header, type Line } from "./format.ts";
import { ARCHIVE_LIMITS, ArchiveLimitError, checkCount } from "./limits.ts";

type ResultLine = Extract<Line, { type: "result" }>;
type ItemLine = Extract<Line, { type: "item" }>;

export interface ExportOptions {
  readonly name: string;
  readonly content: SheetContent;
  readonly values: ValueStorage;
  readonly media: MediaFolder;
  readonly disk: Disk;
  /** Hears of files that could not be exported. */
  readonly damage: DamageNotices;
}

/**
 * Writes a sheet and its media to one file, completely or not at all.
 * @throws {StoreError} of kind "refused"
 */
export async function writeArchive(path: string, options: ExportOptions): Promise<void> {
  const { disk } = options;
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const target = await disk.create(temporary);
    try {
      for await (const chunk of await zipOf(options)) await target.append(chunk as Uint8Array);
      await target.sync();
    } finally {
      await target.close();
    }
    await disk.rename(temporary, path);
    await disk.syncFolder(dirname(path));
  } catch (error) {
    await disk.remove(temporary).catch(() => {});
    throw refusedError(problemOf(error, path), error);
  }
}

function problemOf(error: unknown, path: string): string {
  const problem = diskProblem(error, "the exported sheet", dirname(path));
  if (problem) return `The sheet could not be exported. ${problem.message} ${problem.help}`;
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof ArchiveLimitError)
    return `The sheet could not be exported, since nobody could import it: ${reason}. Delete large results, then export it again.`;
  return `The sheet could not be exported to '${path}': ${reason}. Choose another place.`;
}

/** The content of the file as a stream, read on demand. */
async function zipOf({ name, content, values, media, disk, damage }: ExportOptions): Promise<Readable> {
  const header: Header = { format: FORMAT, version: FORMAT_VERSION, name };
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  // A part that cannot be read ends the whole export.
  zip.on("error", (error: Error) => out.destroy(error));
  // It may fail before anybody reads it; reading it fails then.
  out.on("error", () => {});
  zip.addBuffer(Buffer.from(JSON.stringify(header)), HEADER);
  // The zip library does not listen to errors of the streams that it reads.
  const read = (chunks: AsyncIterable<Uint8Array>) =>
    Readable.from(chunks).on("error", (error) => zip.emit("error", error));
  zip.addReadStreamLazy(CONTENT, (give) => give(null, read(textOf(content, values))));
  const leftOut: string[] = [];
  for (const file of await filesOf(content, values)) {
    const stored = media.pathOf(file);
    // An import refuses a file that is not what it says.
    if (!(await media.isSound(stored))) {
      leftOut.push(file.name);
      continue;
    }
    zip.addReadStreamLazy(`media/${file.$file}/${file.name}`, { compress: false }, (give) =>
      give(null, read(disk.readChunks(stored))),
    );
  }
  damage.leftOut(leftOut);
  zip.end();
  return out;
}

/** Keeps to the limits of an import. */
async function* textOf(content: SheetContent, values: ValueStorage): AsyncGenerator<Buffer> {
  const meter = new ContentMeter();
  for await (const line of linesOf(content, values)) {
    const text = Buffer.from(`${JSON.stringify(line)}\n`);
    meter.add(text);
    meter.endLine();
    yield text;
  }
}

/** Leaves out values that are missing from the media folder, so that everything else can still be exported. */
async function* linesOf(content: SheetContent, values: ValueStorage): AsyncGenerator<Line> {
  for (const { field, key, value: stored } of content.entries) {
    const value = await values.load(stored, { kind: "entry", field, key });
    if (value !== undefined) yield { type: "entry", field, key, value };
  }
  for (const { name, starred, body, ...columns } of content.results) {
    const { node, startedAt } = columns;
    const value = await values.load(body, { kind: "result", node, startedAt });
    if (value === undefined) continue;
    const record = withoutSessions(toRecord(columns, value, [])) as ResultLine["record"];
    yield { type: "result", record, ...(name !== undefined && { name }), starred };
  }
  for (const { node, value } of content.items) {
    const item = await values.load(value, { kind: "item", node });
    // `addItems` stored it.
    if (item !== undefined)
      yield { type: "item", node, item: withoutSession(item as unknown as ItemResult) as ItemLine["item"] };
  }
}

/** Whoever gets the file does not get into the sessions in which its results were made. */
function withoutSessions({ session: _left, items, ...record }: ResultRecord): ResultRecord {
  return { ...record, ...(items ? { items: items.map(withoutSession) } : {}) };
}

function withoutSession(item: ItemResult): ItemResult {
  if (item.status !== "done") return item;
  const { session: _left, ...rest } = item;
  return rest;
}

async function filesOf(content: SheetContent, values: ValueStorage): Promise<FileRef[]> {
  const files = new Map<string, FileRef>();
  for await (const line of linesOf(content, values)) {
    for (const file of filesIn(line)) files.set(`${file.$file}/${file.name}`, file);
    checkCount("files", files.size, ARCHIVE_LIMITS.files);
  }
  return [...files.values()];
}
