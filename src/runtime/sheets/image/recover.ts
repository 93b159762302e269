import { join } from "node:path";
import type { SqlJsStatic } from "sql.js";
import type { Disk } from "../../files/disk.ts";
import { Database, DamagedError, NewerVersionError } from "../database/database.ts";
import { isSegment, promisedEnd } from "../journal/format.ts";
import type { Entry } from "../journal/operations.ts";
import {
  sortEntries,
  JournalReader,
  addRecords,
  isCut,
  type Segment,
  type WrittenEntry,
} from "../journal/reader.ts";
import { BACKUP, HAD_IMAGE, IMAGE, imageIn } from "./image-file.ts";
import { recoveryNotices, type Lost } from "./recovery-notices.ts";

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
  /** Something that was here once is gone without a trace of its own. */
  readonly lost: boolean;
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

  // Before the images: one that is written just now leaves its mark after it.
  const hadImage = (await disk.stat(join(folder, HAD_IMAGE))) !== undefined;
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

  const before = chosen?.vector ?? new Map<string, number>();
  for (const segment of reader.segments) {
    // What the image has is not lost with it.
    const covered =
      segment.header && (before.get(segment.header.writer) ?? 0) >= (promisedEnd(segment.name) ?? 0);
    if (isCut(segment) && !covered) segment.problem = "cut";
  }
  const noImage = !chosen && !image.damaged && !backup?.damaged;
  const imagesLost = noImage && (hadImage || !isWhole(reader.segments));
  const lost: Lost = {
    images: imagesLost,
    // Where images are gone or damaged, what they had is missing, too, and that is told already.
    journals: (chosen !== undefined || noImage) && !imagesLost && isMissing(reader.segments, before, db),
  };
  const imageReplaced = image.damaged || (image.candidate !== undefined && chosen !== image.candidate);
  const damaged = [
    ...(imageReplaced ? [IMAGE] : []),
    ...(backup?.damaged ? [BACKUP] : []),
    ...reader.segments.filter(({ problem }) => problem !== undefined).map(({ name }) => join(JOURNAL, name)),
  ];
  return {
    db,
    image: before,
    identity: image.identity,
    reader,
    damaged,
    lost: lost.images || lost.journals,
    notices: recoveryNotices({
      folder,
      imageReplaced,
      restored: chosen !== undefined,
      backupDamaged: backup?.damaged === true,
      lost,
      segments: reader.segments,
    }),
  };
}

/** Whether the journals begin where their writers did: the beginning goes only when images have it. */
function isWhole(segments: readonly Segment[]): boolean {
  return [...firstEntries(segments)].every(([, seq]) => seq === 1);
}

/** The number of the first entry that the journals have of each writer. */
function firstEntries(segments: readonly Segment[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { header, firstSeq } of segments) {
    if (!header || firstSeq === undefined) continue;
    first.set(header.writer, Math.min(firstSeq, first.get(header.writer) ?? Infinity));
  }
  return first;
}

/** Whether a writer saw entries of another one that nothing has any more. */
function isMissing(segments: readonly Segment[], image: ReadonlyMap<string, number>, db: Database): boolean {
  return segments.some(({ header, lastSeq }) => {
    if (!header || lastSeq <= (image.get(header.writer) ?? 0)) return false;
    return Object.entries(header.seen ?? {}).some(([writer, seq]) => db.applied(writer) < seq);
  });
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
  const foreign = segments.some(
    ({ header, firstSeq }) =>
      header && firstSeq !== undefined && header.store !== "" && header.store !== store,
  );
  return (
    !foreign && [...firstEntries(segments)].every(([writer, seq]) => seq <= (vector.get(writer) ?? 0) + 1)
  );
}
