import { join } from "node:path";
import { errorCode, type Disk } from "../../files/disk.ts";
import type { Entry } from "./operations.ts";
import {
  decodeRecords,
  isEnd,
  isEntry,
  isHeader,
  isSegment,
  JOURNAL_VERSION,
  nameBeforeEnd,
  promisedEnd,
  type SegmentHeader,
} from "./format.ts";

/** What is known of one file of the journal. */
export interface Segment {
  /** Changes when its writer ends in order. */
  name: string;
  header?: SegmentHeader;
  /** Bytes read so far, up to the end of a record. */
  end: number;
  /** Bytes of the file when it was last looked at. */
  size: number;
  changedAt: number;
  firstSeq?: number;
  lastSeq: number;
  closed: boolean;
  /** "cut": the file is shorter than it was once, and no crash does that. */
  problem?: "damaged" | "cut" | "newer";
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

  /** How far the journals of each writer were read. */
  get reached(): Readonly<Record<string, number>> {
    const reached = new Map<string, number>();
    for (const { header, lastSeq } of this.#segments.values()) {
      if (header) reached.set(header.writer, Math.max(lastSeq, reached.get(header.writer) ?? 0));
    }
    return Object.fromEntries(reached);
  }

  /** Entries that were not given before, in the order of their stamps. */
  async read(): Promise<WrittenEntry[]> {
    // An entry may answer one that was written to a file this pass had left behind already: so one pass must find nothing.
    for (let before = -1, whole = false; !whole || before !== this.#found.length;) {
      before = this.#found.length;
      whole = await this.#pass();
    }
    return sortEntries(this.#found.splice(0));
  }

  /** Whether every file that was listed could be looked at: one may get another name, or go, meanwhile. */
  async #pass(): Promise<boolean> {
    const names = (await this.#disk.list(this.#folder)).filter((name) => name.endsWith(".log"));
    for (const name of names) this.#followName(name);
    for (const name of this.#segments.keys()) if (!names.includes(name)) this.#segments.delete(name);
    let whole = true;
    for (const name of names) {
      if (name.startsWith(`${this.#except}-`)) continue;
      const stat = await this.#disk.stat(join(this.#folder, name));
      if (!stat) whole = false;
      if (stat?.kind !== "file") continue;
      let segment = this.#segments.get(name);
      if (!segment) {
        const closed = promisedEnd(name) !== undefined;
        segment = { name, end: 0, size: 0, changedAt: 0, lastSeq: 0, closed };
        this.#segments.set(name, segment);
      }
      segment.changedAt = stat.changedAt;
      if (stat.size === segment.size) continue;
      const bytes = await this.#readPart(name, segment.end, stat.size - segment.end);
      if (!bytes) {
        whole = false;
        continue;
      }
      segment.size = stat.size;
      this.#found.push(...addRecords(segment, bytes));
    }
    return whole;
  }

  /** A segment whose writer has ended has another name than before. */
  #followName(name: string): void {
    const before = promisedEnd(name) === undefined ? undefined : nameBeforeEnd(name);
    const segment = before === undefined ? undefined : this.#segments.get(before);
    if (before === undefined || !segment) return;
    this.#segments.delete(before);
    this.#segments.set(name, segment);
    segment.name = name;
    segment.closed = true;
  }

  /** Undefined where the file got another name, or went, just now. */
  async #readPart(name: string, offset: number, length: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#disk.readPart(join(this.#folder, name), offset, length);
    } catch (error) {
      if (errorCode(error) === "ENOENT") return undefined;
      throw error;
    }
  }
}

/** Whether a file of the journal lacks its end, or all that it had. */
export function isCut({ name, header, lastSeq, problem }: Segment): boolean {
  return problem === undefined && (header === undefined || lastSeq < (promisedEnd(name) ?? 0));
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
