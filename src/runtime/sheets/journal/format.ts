import { crc32 } from "node:zlib";
import type { Entry } from "./operations.ts";

// A journal file ("segment") is a sequence of records. The first holds a `SegmentHeader`, the others an `Entry` each.
// A record: 4 bytes mark, 4 bytes length of the payload, 4 bytes CRC-32 of the payload (little-endian), payload (JSON).

/** The version of the journal's form. Files of a later one are left alone. */
export const JOURNAL_VERSION = 1;
const MARK = Buffer.from([0xda, 0x66, 0x72, 0x0a]);
const PREFIX = 12;

/** The first record of a segment. */
export interface SegmentHeader {
  readonly journal: number;
  /** The database's identity, so that an image that got here from elsewhere is noticed; "" before the first image. */
  readonly store: string;
  readonly writer: string;
  /** The process that writes it: while it lives, nobody else removes the file. */
  readonly pid: number;
  readonly host: string;
  /** How far the writer had read the journals of others: what it saw must still be there later. Missing in older files. */
  readonly seen?: Readonly<Record<string, number>>;
}

/** The last record of a segment whose writer ended in order. */
export interface SegmentEnd {
  readonly closed: true;
}

/** What the name of a segment ends with until its header is on disk. */
export const BEGINNING = ".new";

/** The name of a segment that is being written. It gets that name with its header inside, so it is never empty. */
export function segmentName(writer: string, number: number): string {
  return `${writer}-${number}.log`;
}

/** The name that a segment has when its writer ended in order. It says how far the segment reaches, so that a cut shows. */
export function endedName(name: string, lastSeq: number): string {
  return name.replace(/\.log$/, `.${lastSeq}.log`);
}

export function nameBeforeEnd(name: string): string {
  return name.replace(/\.\d+\.log$/, ".log");
}

/** How far a segment with this name has to reach; undefined where its writer did not end in order. */
export function promisedEnd(name: string): number | undefined {
  const end = /\.(\d+)\.log$/.exec(name)?.[1];
  return end === undefined ? undefined : Number(end);
}

export function encodeRecord(content: SegmentHeader | Entry | SegmentEnd): Uint8Array {
  const payload = Buffer.from(JSON.stringify(content));
  const record = Buffer.allocUnsafe(PREFIX + payload.length);
  MARK.copy(record);
  record.writeUInt32LE(payload.length, 4);
  record.writeUInt32LE(crc32(payload), 8);
  payload.copy(record, PREFIX);
  return record;
}

export interface Decoded {
  /** A `SegmentHeader`, `Entry` or `SegmentEnd` each, or what a later version wrote. */
  readonly contents: readonly unknown[];
  /** Bytes up to the end of the last sound record. */
  readonly end: number;
  /** Sound records follow bytes that are none: the file was damaged, not just cut off by a crash. */
  readonly damaged: boolean;
}

/**
 * Reads records. What is cut off at the end is left (a crash did that, or the writer is still writing); what is damaged in
 * the middle is skipped, since every entry stands for itself.
 */
export function decodeRecords(bytes: Uint8Array): Decoded {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const contents: unknown[] = [];
  let end = 0;
  let damaged = false;
  for (let start = 0; start !== -1 && start + PREFIX <= buffer.length;) {
    const record = readRecord(buffer, start);
    if (record) {
      damaged ||= start !== end;
      contents.push(record.content);
      start = end = record.end;
    } else {
      start = buffer.indexOf(MARK, start + 1);
    }
  }
  return { contents, end, damaged };
}

function readRecord(buffer: Buffer, start: number): { content: unknown; end: number } | undefined {
  if (buffer.compare(MARK, 0, 4, start, start + 4) !== 0) return undefined;
  const length = buffer.readUInt32LE(start + 4);
  const end = start + PREFIX + length;
  if (length === 0 || end > buffer.length) return undefined;
  const payload = buffer.subarray(start + PREFIX, end);
  if (crc32(payload) !== buffer.readUInt32LE(start + 8)) return undefined;
  try {
    const content = toEntry(payload) ?? (JSON.parse(payload.toString()) as unknown);
    return { content, end };
  } catch {
    return undefined;
  }
}

/** An entry whose operations are parsed when somebody asks: most of what a journal has is in the image already. */
function toEntry(payload: Buffer): Entry | undefined {
  const start = /^\{"seq":(\d+),"at":(\d+),"operations":/.exec(payload.toString("latin1", 0, 80));
  if (!start) return undefined;
  let operations: Entry["operations"] | undefined;
  return {
    seq: Number(start[1]),
    at: Number(start[2]),
    get operations() {
      return (operations ??= (JSON.parse(payload.toString()) as Entry).operations);
    },
  };
}

export function isSegment(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(4, bytes.byteLength)).equals(MARK);
}

export function isHeader(content: unknown): content is SegmentHeader {
  const header = content as Partial<SegmentHeader> | null;
  return (
    typeof header === "object" && typeof header?.journal === "number" && typeof header.writer === "string"
  );
}

export function isEnd(content: unknown): content is SegmentEnd {
  return typeof content === "object" && content !== null && "closed" in content;
}

export function isEntry(content: unknown): content is Entry {
  const entry = content as Partial<Entry> | null;
  return typeof entry === "object" && Number.isSafeInteger(entry?.seq) && Number.isSafeInteger(entry?.at);
}
