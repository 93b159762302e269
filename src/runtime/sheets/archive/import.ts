import * as v from "valibot";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import type { MediaFolder, StagedFile } from "../../files/media-folder.ts";
import { safeName } from "../../files/safe-name.ts";
import type { InputId } from "../../graph/description.ts";
import { filesIn } from "../../values/value.ts";
import type { SheetContent, StoredItem } from "../read/sheet-content.ts";
import type { EntryRow } from "../database/read.ts";
import { refusedError } from "../errors.ts";
import { storeResult, type StoredResult } from "../values/stored-results.ts";
import type { ValueStorage } from "../values/value-storage.ts";
import {
  CONTENT,
  FORMAT,
  FORMAT_VERSION,
  HEADER,
  headerSchema,
  lineSchema,
  MEDIA,
  type Line,
} from "./format.ts";
import { parseJson, readLines } from "./lines.ts";

const MB = 1024 * 1024;
const MOST_ENTRIES = 200_000;
const LARGEST_HEADER = MB;
const LARGEST_CONTENT = 512 * MB;
/** Far more than any sheet has, and as many as fit into memory. */
const MOST_LINES = 1_000_000;

export interface ImportOptions {
  readonly values: ValueStorage;
  readonly media: MediaFolder;
  /** Largest size of the media, in bytes. */
  readonly limit: number;
  readonly mostLines?: number;
}

export interface ReadArchive {
  readonly name: string;
  readonly content: SheetContent;
  /** Inputs whose kept text was left out: it may be the path of a file of this machine. Their callables run again instead. */
  readonly leftOut: readonly InputId[];
}

/**
 * Reads an exported sheet. The file is not trusted: everything in it is checked before anything is stored, so a file that is
 * rejected leaves nothing behind.
 * @throws {StoreError} of kind "refused" where the file is not a sound export
 */
export async function readArchive(path: string, options: ImportOptions): Promise<ReadArchive> {
  try {
    const zip = await openPromise(path, {
      autoClose: false,
      strictFileNames: true,
      validateEntrySizes: true,
    });
    try {
      return await readZip(zip, options);
    } finally {
      zip.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refusedError(
      `'${path}' cannot be imported: ${reason.replace(/\.$/, "")}. Choose a file that Daggr exported.`,
      error,
    );
  }
}

async function readZip(zip: ZipFile, options: ImportOptions): Promise<ReadArchive> {
  const entries = await listEntries(zip, options.limit);
  const header = entries.get(HEADER);
  const lines = entries.get(CONTENT);
  if (!header || !lines) throw new Error("it is no exported sheet");
  const { name } = await readHeader(zip, header);

  const wanted = new Set<string>();
  const content = () => readContent(zip, lines, options.mostLines ?? MOST_LINES);
  for await (const line of content()) {
    for (const file of filesIn(line)) {
      if (file.name.length > 500 || file.name !== safeName(file.name))
        throw new Error("a file in it has a name that cannot be");
      wanted.add(`media/${file.$file}/${file.name}`);
    }
  }
  const staged: { file: StagedFile; name: string }[] = [];
  try {
    for (const [path, entry] of entries) {
      const media = MEDIA.exec(path);
      if (!media || !wanted.has(path)) continue;
      const file = await options.media.stage(await zip.openReadStreamPromise(entry));
      staged.push({ file, name: media[2]! });
      if (file.hash !== media[1]) throw new Error("a file in it has another content than it says");
    }
    for (const { file, name } of staged) await file.place(name);
  } finally {
    for (const { file } of staged) await file.discard();
  }
  return { name, ...(await keep(content(), options.values)) };
}

/** The parts of the zip file by path. Throws where any part is not as an export writes it. */
async function listEntries(zip: ZipFile, limit: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw new Error("it has too many parts");
  const entries = new Map<string, Entry>();
  let media = 0;
  for await (const entry of zip.eachEntry()) {
    const path = entry.fileName;
    if (entries.has(path)) throw new Error(`it has '${path}' twice`);
    entries.set(path, entry);
    // The upper half has the Unix file type: a plain file or nothing, but no link, folder or device.
    const type = (entry.externalFileAttributes >>> 16) & 0o170000;
    if (type !== 0 && type !== 0o100000) throw new Error(`'${path}' in it is no plain file`);
    if (entry.isEncrypted()) throw new Error("it is encrypted");
    if (path === HEADER) checkSize(path, entry.uncompressedSize, LARGEST_HEADER);
    else if (path === CONTENT) checkSize(path, entry.uncompressedSize, LARGEST_CONTENT);
    else if (MEDIA.test(path)) checkSize("its media", (media += entry.uncompressedSize), limit);
    else throw new Error(`it has a part that does not belong there ('${path.slice(0, 100)}')`);
  }
  return entries;
}

function checkSize(what: string, size: number, limit: number): void {
  if (size > limit)
    throw new Error(`${what} would take ${Math.round(size / MB)} MB, more than ${Math.round(limit / MB)} MB`);
}

async function readHeader(zip: ZipFile, entry: Entry): Promise<{ name: string }> {
  const parts: Buffer[] = [];
  for await (const chunk of await zip.openReadStreamPromise(entry)) parts.push(chunk as Buffer);
  const parsed = v.safeParse(headerSchema, parseJson(Buffer.concat(parts).toString()));
  if (!parsed.success) throw new Error("it is no exported sheet");
  if (parsed.output.version > FORMAT_VERSION) {
    throw new Error(`it was exported by a newer version (${FORMAT} ${parsed.output.version}); update Daggr`);
  }
  return parsed.output;
}

async function* readContent(zip: ZipFile, entry: Entry, most: number): AsyncGenerator<Line> {
  let number = 0;
  for await (const text of readLines(await zip.openReadStreamPromise(entry))) {
    number += 1;
    if (number > most) throw new Error(`its content has more than ${most} lines`);
    const parsed = v.safeParse(lineSchema, parseJson(text));
    if (!parsed.success) throw new Error(`line ${number} of its content is not as it should be`);
    yield parsed.output;
  }
}

async function keep(
  lines: AsyncIterable<Line>,
  values: ValueStorage,
): Promise<Pick<ReadArchive, "content" | "leftOut">> {
  const leftOut: InputId[] = [];
  const entries: EntryRow[] = [];
  const results: StoredResult[] = [];
  const items: StoredItem[] = [];
  for await (const line of lines) {
    switch (line.type) {
      case "entry":
        if (line.field === "kept" && holdsText(line.value)) leftOut.push(line.key);
        else entries.push({ field: line.field, key: line.key, value: await values.store(line.value) });
        break;
      case "item": {
        const node = line.node;
        const item = marked(line.item);
        items.push({ node, key: item.key, done: item.status === "done", value: await values.store(item) });
        break;
      }
      case "result": {
        const { name, starred } = line;
        const record = { ...line.record, items: line.record.items?.map(marked), imported: true } as const;
        results.push(await storeResult(record, { ...(name !== undefined && { name }), starred }, values));
      }
    }
  }
  return { content: { entries, results, items }, leftOut };
}

function marked<Item extends { readonly status: string }>(item: Item) {
  return item.status === "done" ? ({ ...item, imported: true } as const) : item;
}

function holdsText(value: unknown): boolean {
  if (typeof value === "string") return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsText);
}
