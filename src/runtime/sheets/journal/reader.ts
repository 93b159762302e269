import { join } from "node:path";
import type { Disk } from "../../files/disk.ts";
import type { Entry } from "./operations.ts";
import {
  decodeRecords,
  isEnd,
  isEntry,
  isHeader,
  isSegment,
  JOURNAL_VERSION,
  type SegmentHeader,
} from "./format.ts";

/** What is known of one file of the journal. */
export interface Segment {
  readonly name: string;
  header?: SegmentHeader;
  /** Bytes read so far, up to the end of a record. */
  end: number;
  /** Bytes of the file when it was last looked at. */
  size: number;
  changedAt: number;
  firstSeq?: number;
  lastSeq: number;
  closed: boolean;
  problem?: "damaged" | "newer";
}

export interface WrittenEntry {
  readonly writer: string;
  readonly entry: Entry;
}

/**
 * Follows the journals of all writers but one's own. What it gives is complete in the sense that matters: if it has an
 * entry, it has every entry that the writer of that one could have read before.
 */
export class JournalReader {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #except: string;
  /** Read, but not given yet: a pass that fails loses nothing. */
  readonly #found: WrittenEntry[] = [];
  readonly #segments = new Map<string, Segment>();

  constructor(disk: Disk, folder: string, except: string) {
    this.#disk = disk;
    this.#folder = folder;
    this.#except = except;
  }

  get segments(): readonly Segment[] {
    return [...this.#segments.values()];
  }

  /** Entries that were not given before, in the order of their stamps. */
  async read(): Promise<WrittenEntry[]> {
    // An entry may answer one that was written to a file this pass had left behind already: so one pass must find nothing.
    for (let before = -1; before !== this.#found.length;) {
      before = this.#found.length;
      await this.#pass();
    }
    return sortEntries(this.#found.splice(0));
  }

  async #pass(): Promise<void> {
    const names = (await this.#disk.list(this.#folder)).filter((name) => name.endsWith(".log"));
    for (const name of this.#segments.keys()) if (!names.includes(name)) this.#segments.delete(name);
    for (const name of names) {
      if (name.startsWith(`${this.#except}-`)) continue;
      const stat = await this.#disk.stat(join(this.#folder, name));
      if (stat?.kind !== "file") continue;
      let segment = this.#segments.get(name);
      if (!segment) {
        segment = { name, end: 0, size: 0, changedAt: 0, lastSeq: 0, closed: false };
        this.#segments.set(name, segment);
      }
      segment.changedAt = stat.changedAt;
      if (stat.size === segment.size) continue;
      const bytes = await this.#disk.readPart(join(this.#folder, name), segment.end, stat.size - segment.end);
      segment.size = stat.size;
      this.#found.push(...addRecords(segment, bytes));
    }
  }
}

/** Notes in the segment what the bytes after its present end say, and gives the entries among them. */
export function addRecords(segment: Segment, bytes: Uint8Array): WrittenEntry[] {
  const { contents, end, damaged } = decodeRecords(bytes);
  if (damaged || (segment.end === 0 && bytes.length >= 4 && !isSegment(bytes))) segment.problem ??= "damaged";
  segment.end += end;
  const found: WrittenEntry[] = [];
  for (const content of contents) {
    if (isHeader(content)) {
      segment.header ??= content;
      if (content.journal > JOURNAL_VERSION) segment.problem = "newer";
    } else if (isEnd(content)) segment.closed = true;
    else if (isEntry(content) && segment.header && segment.problem !== "newer") {
      segment.firstSeq ??= content.seq;
      segment.lastSeq = Math.max(segment.lastSeq, content.seq);
      found.push({ writer: segment.header.writer, entry: content });
    }
  }
  return found;
}

export function sortEntries(entries: readonly WrittenEntry[]): WrittenEntry[] {
  return entries.toSorted(
    (a, b) =>
      a.entry.at - b.entry.at ||
      (a.writer < b.writer ? -1 : a.writer > b.writer ? 1 : a.entry.seq - b.entry.seq),
  );
}
