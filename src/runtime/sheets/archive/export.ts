import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { Disk } from "../../files/disk.ts";
import type { MediaFolder } from "../../files/media-folder.ts";
import { filesIn, type FileRef, type Value } from "../../graph/value.ts";
import type { SheetContent } from "../content.ts";
import { refused } from "../errors.ts";
import type { ResultRecord } from "../store.ts";
import type { StoredValues } from "../values.ts";
import { CONTENT, FORMAT, FORMAT_VERSION, HEADER, type Header, type Line } from "./format.ts";

export interface ExportOptions {
  readonly name: string;
  readonly content: SheetContent;
  readonly values: StoredValues;
  readonly media: MediaFolder;
  readonly disk: Disk;
}

/** Writes a sheet and its media to one file, which appears whole or not at all. */
export async function writeArchive(
  path: string,
  { name, content, values, media, disk }: ExportOptions,
): Promise<void> {
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    const header: Header = { format: FORMAT, version: FORMAT_VERSION, name };
    const zip = new ZipFile();
    const out = zip.outputStream as Readable;
    // The zip file reads its parts one after the other; one that fails ends it.
    zip.on("error", (error: Error) => out.destroy(error));
    zip.addBuffer(Buffer.from(JSON.stringify(header)), HEADER);
    zip.addReadStreamLazy(CONTENT, (give) => give(null, Readable.from(textOf(content, values))));
    for (const file of await filesOf(content, values)) {
      const stored = media.pathOf(file);
      // What was lost before cannot be exported; everything else still can.
      if ((await disk.stat(stored))?.kind !== "file") continue;
      zip.addReadStreamLazy(`media/${file.$file}/${file.name}`, { compress: false }, (give) =>
        give(null, Readable.from(disk.readChunks(stored))),
      );
    }
    zip.end();
    const target = await disk.create(temporary);
    try {
      for await (const chunk of out) await target.append(chunk as Uint8Array);
      await target.sync();
    } finally {
      await target.close();
    }
    await disk.rename(temporary, path);
    await disk.syncFolder(dirname(path));
  } catch (error) {
    await disk.remove(temporary).catch(() => {});
    const reason = error instanceof Error ? error.message : String(error);
    throw refused(
      `The sheet could not be exported to '${path}': ${reason}. Choose another place or free some space.`,
      error,
    );
  }
}

async function* textOf(content: SheetContent, values: StoredValues): AsyncGenerator<Buffer> {
  for await (const line of linesOf(content, values)) yield Buffer.from(`${JSON.stringify(line)}\n`);
}

async function* linesOf(content: SheetContent, values: StoredValues): AsyncGenerator<Line> {
  for (const { field, key, value } of content.entries) {
    yield { type: "entry", field, key, value: await values.load(value) };
  }
  for (const { id, node, key, startedAt, duration, name, starred, body } of content.results) {
    const rest = (await values.load(body)) as unknown as Omit<ResultRecord, "id">;
    const record = { ...rest, id, node, key, startedAt, duration } as Extract<
      Line,
      { type: "result" }
    >["record"];
    yield { type: "result", record, ...(name !== undefined && { name }), starred };
  }
  for (const { node, value } of content.items) {
    yield {
      type: "item",
      node,
      item: (await values.load(value)) as unknown as Extract<Line, { type: "item" }>["item"],
    };
  }
}

async function filesOf(content: SheetContent, values: StoredValues): Promise<FileRef[]> {
  const files = new Map<string, FileRef>();
  for await (const line of linesOf(content, values)) {
    for (const file of filesIn(line as unknown as Value)) files.set(`${file.$file}/${file.name}`, file);
  }
  return [...files.values()];
}
