import { join } from "node:path";
import type { SqlJsStatic } from "sql.js";
import type { Disk } from "../../files/disk.ts";
import { Database, DamagedError, NewerVersionError } from "../database/database.ts";
import { isSegment } from "../journal/format.ts";
import type { Entry } from "../journal/operations.ts";
import {
  sortEntries,
  JournalReader,
  addRecords,
  type Segment,
  type WrittenEntry,
} from "../journal/reader.ts";
import { BACKUP, IMAGE, imageIn } from "./image-file.ts";

export const JOURNAL = "journal";

/** What stands on disk, read. */
export interface Recovered {
  readonly db: Database;
  /** How far each writer's entries are in the image that was read: so far the next backup reaches. */
  readonly image: ReadonlyMap<string, number>;
  /** Of the image file as it stood there, sound or not. */
  readonly identity: string | undefined;
  readonly reader: JournalReader;
  /** Files that nothing may be written over before they are set aside. */
  readonly damaged: readonly string[];
  readonly notices: readonly string[];
}

interface Candidate {
  readonly db: Database;
  readonly store: string;
  readonly vector: ReadonlyMap<string, number>;
}

interface Content {
  readonly identity?: string;
  readonly candidate?: Candidate;
  readonly damaged: boolean;
  /** A journal's file that got this name. */
  readonly entries: readonly WrittenEntry[];
}

export interface RecoverOptions {
  readonly disk: Disk;
  readonly folder: string;
  readonly engine: SqlJsStatic;
  /** The caller, whose journal is not read: it knows better than the disk what it wrote. */
  readonly writer: string;
  /** What the caller wrote since the image that it knows. */
  readonly own: readonly Entry[];
  readonly now: () => number;
}

/**
 * Reads the journals, then the image, else its backup, and applies the journals to it. In this order nothing is missed
 * while another process writes an image and removes what it covers. Reads only. Rejects with a `NewerVersionError` where
 * a later version has written something.
 */
export async function recover(options: RecoverOptions): Promise<Recovered> {
  const { disk, folder, engine, now } = options;
  const reader = new JournalReader(disk, join(folder, JOURNAL), options.writer);
  const entries = await reader.read();
  if (reader.segments.some((segment) => segment.problem === "newer"))
    throw new NewerVersionError("A newer journal.");

  const image = await readContent(options, IMAGE);
  let chosen = image.candidate;
  let backup: Content | undefined;
  if (!chosen || !isContinuedBy(chosen, reader.segments)) {
    backup = await readContent(options, BACKUP);
    if (backup.candidate && (!chosen || isContinuedBy(backup.candidate, reader.segments))) {
      chosen?.db.close();
      chosen = backup.candidate;
    } else {
      backup.candidate?.db.close();
    }
  }
  const own = options.own.map((entry) => ({ writer: options.writer, entry }));
  const extra = [...image.entries, ...(backup?.entries ?? [])];
  const db = chosen?.db ?? Database.empty(engine, now);
  db.sql.transaction(() => {
    for (const { writer, entry } of sortEntries([...entries, ...extra, ...own])) db.apply(writer, entry);
  });

  const imageReplaced = image.damaged || (image.candidate !== undefined && chosen !== image.candidate);
  const damaged = [
    ...(imageReplaced ? [IMAGE] : []),
    ...(backup?.damaged ? [BACKUP] : []),
    ...reader.segments.filter(({ problem }) => problem !== undefined).map(({ name }) => join(JOURNAL, name)),
  ];
  return {
    db,
    image: chosen?.vector ?? new Map(),
    identity: image.identity,
    reader,
    damaged,
    notices: recoveryNotices(folder, imageReplaced, chosen, backup, reader.segments),
  };
}

async function readContent({ disk, folder, engine, now }: RecoverOptions, name: string): Promise<Content> {
  const path = join(folder, name);
  const stat = await disk.stat(path);
  if (!stat) return { damaged: false, entries: [] };
  const { identity } = stat;
  const content = await disk.readFile(path);
  if (isSegment(content)) {
    const segment: Segment = { name, end: 0, size: content.length, changedAt: 0, lastSeq: 0, closed: true };
    return { identity, damaged: true, entries: addRecords(segment, content) };
  }
  const image = imageIn(content);
  if (!image) return { identity, damaged: true, entries: [] };
  try {
    const db = Database.fromImage(engine, image, now);
    const candidate = { db, store: String(db.fact("store")), vector: db.vector() };
    return { identity, candidate, damaged: false, entries: [] };
  } catch (error) {
    if (error instanceof DamagedError) return { identity, damaged: true, entries: [] };
    throw error;
  }
}

/** Whether the journals belong to an image and go on where it ends. */
function isContinuedBy({ store, vector }: Candidate, segments: readonly Segment[]): boolean {
  const first = new Map<string, number>();
  for (const { header, firstSeq } of segments) {
    if (!header || firstSeq === undefined) continue;
    if (header.store !== "" && header.store !== store) return false;
    first.set(header.writer, Math.min(firstSeq, first.get(header.writer) ?? Infinity));
  }
  return [...first].every(([writer, seq]) => seq <= (vector.get(writer) ?? 0) + 1);
}

function recoveryNotices(
  folder: string,
  imageReplaced: boolean,
  chosen: Candidate | undefined,
  backup: Content | undefined,
  segments: readonly Segment[],
): string[] {
  const notices: string[] = [];
  const aside = `The damaged file was set aside in '${folder}'.`;
  if (imageReplaced && chosen) {
    notices.push(
      `Daggr's sheets were damaged and have been restored from the backup and the journal. ${aside}`,
    );
  } else if (imageReplaced || backup?.damaged) {
    notices.push(
      `Daggr's sheets and their backup are damaged; only what the journal has could be restored. ${aside} ` +
        "If you have a backup of that folder, put it back and reload the window.",
    );
  }
  if (segments.some(({ problem }) => problem === "damaged")) {
    notices.push(
      `A part of the journal of Daggr's sheets is damaged; the last changes may be missing. ${aside}`,
    );
  }
  return notices;
}
