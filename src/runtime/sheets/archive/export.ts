import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { Disk } from "../../files/disk.ts";
import type { MediaFolder } from "../../files/media-folder.ts";
import { filesIn, type FileRef } from "../../values/value.ts";
import type { SheetContent } from "../read/sheet-content.ts";
import { refusedError } from "../errors.ts";
import { toRecord } from "../values/stored-results.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import { CONTENT, FORMAT, FORMAT_VERSION, HEADER, type Header, type Line } from "./format.ts";

type ResultLine = Extract<Line, { type: "result" }>;
type ItemLine = Extract<Line, { type: "item" }>;

export interface ExportOptions {
  readonly name: string;
  readonly content: SheetContent;
  readonly values: ValueStorage;
  readonly media: MediaFolder;
  readonly disk: Disk;
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
    const reason = error instanceof Error ? error.message : String(error);
    throw refusedError(
      `The sheet could not be exported to '${path}': ${reason}. Choose another place or free some space.`,
      error,
    );
  }
}

/** The content of the file as a stream, read on demand. */
async function zipOf({ name, content, values, media, disk }: ExportOptions): Promise<Readable> {
  const header: Header = { format: FORMAT, version: FORMAT_VERSION, name };
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  // A part that cannot be read ends the whole export.
  zip.on("error", (error: Error) => out.destroy(error));
  zip.addBuffer(Buffer.from(JSON.stringify(header)), HEADER);
  zip.addReadStreamLazy(CONTENT, (give) => give(null, Readable.from(textOf(content, values))));
  for (const file of await filesOf(content, values)) {
    const stored = media.pathOf(file);
    if ((await disk.stat(stored))?.kind !== "file") continue;
    zip.addReadStreamLazy(`media/${file.$file}/${file.name}`, { compress: false }, (give) =>
      give(null, Readable.from(disk.readChunks(stored))),
    );
  }
  zip.end();
  return out;
}

async function* textOf(content: SheetContent, values: ValueStorage): AsyncGenerator<Buffer> {
  for await (const line of linesOf(content, values)) yield Buffer.from(`${JSON.stringify(line)}\n`);
}

/** Leaves out values that are missing from the media folder, so that everything else can still be exported. */
async function* linesOf(content: SheetContent, values: ValueStorage): AsyncGenerator<Line> {
  for (const { field, key, value: stored } of content.entries) {
    const value = await values.load(stored);
    if (value !== undefined) yield { type: "entry", field, key, value };
  }
  for (const { name, starred, body, ...columns } of content.results) {
    const value = await values.load(body);
    if (value === undefined) continue;
    const record = toRecord(columns, value, []) as ResultLine["record"];
    yield { type: "result", record, ...(name !== undefined && { name }), starred };
  }
  for (const { node, value } of content.items) {
    const item = await values.load(value);
    // `addItems` stored it.
    if (item !== undefined) yield { type: "item", node, item: item as unknown as ItemLine["item"] };
  }
}

async function filesOf(content: SheetContent, values: ValueStorage): Promise<FileRef[]> {
  const files = new Map<string, FileRef>();
  for await (const line of linesOf(content, values)) {
    for (const file of filesIn(line)) files.set(`${file.$file}/${file.name}`, file);
  }
  return [...files.values()];
}
