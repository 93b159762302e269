const KB = 1024;
const MB = 1024 * KB;

/**
 * How much an exported sheet may hold. A small zip file can unpack to any size, and short text can stand for many values, so
 * what counts is what the content takes when it is read. An export keeps to the same limits: what it writes can be imported.
 */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  parts: 100_000,
  partsList: 64 * MB,
  header: 64 * KB,
  content: 512 * MB,
  lines: 500_000,
  line: 128 * MB,
  allLines: 1024 * MB,
  inDatabase: 128 * MB,
  depth: 500,
  files: 100_000,
  items: 100_000,
};

export interface ArchiveLimits {
  /** Parts of the zip file. */
  readonly parts: number;
  /** Bytes of the zip file's list of parts, with names and comments. */
  readonly partsList: number;
  /** Bytes of `sheet.json`. */
  readonly header: number;
  /** Bytes of `content.jsonl`. */
  readonly content: number;
  /** Lines of `content.jsonl`: entries, results, items. */
  readonly lines: number;
  /** Bytes of memory that one line takes when it is parsed. */
  readonly line: number;
  /** The same for all lines, one after the other. */
  readonly allLines: number;
  /** The same for the lines that go to the database, and not to files of their own. */
  readonly inDatabase: number;
  /** Lists and objects inside each other. */
  readonly depth: number;
  /** Different files that the content refers to. */
  readonly files: number;
  /** Items of one result. */
  readonly items: number;
}

/** A limit was passed. The message names it. */
export class ArchiveLimitError extends Error {
  override readonly name = "ArchiveLimitError";
}

/** Throws where a size is over its limit. Sizes in bytes; `of` says of what they are bytes. */
export function checkSize(what: string, size: number, limit: number, of = ""): void {
  if (size > limit) throw new ArchiveLimitError(`${what} would take ${amount(size, limit)}${of}`);
}

/** Throws where there are too many of something. */
export function checkCount(what: string, count: number, limit: number): void {
  if (count > limit) throw new ArchiveLimitError(`it has more than ${limit} ${what}`);
}

function amount(size: number, limit: number): string {
  const [found, most] = [inUnit(size), inUnit(limit)];
  // What is measured as it comes is found just behind the limit.
  return found === most ? `more than ${most}` : `${found}, more than ${most}`;
}

function inUnit(bytes: number): string {
  return bytes < MB ? `${Math.round(bytes / KB)} KB` : `${Math.round(bytes / MB)} MB`;
}
