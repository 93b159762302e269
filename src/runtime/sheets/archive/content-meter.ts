import { ARCHIVE_LIMITS, ArchiveLimitError, checkCount, checkSize, type ArchiveLimits } from "./limits.ts";

// What JSON needs when it is parsed and looked through, in bytes, in addition to its text. Measured; objects of many different
// shapes need a little more, lists of numbers less.
const PER_CONTAINER = 96;
const PER_NAME = 24;
const PER_VALUE = 8;

/** Characters of a line up to which its values surely go to the database (see `ValueStorage`). */
const SHORT_LINE = 128 * 1024;

const MEMORY = " of memory";
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/**
 * Measures JSON lines before anything parses them, as their bytes come: how deep they are nested, and how much memory they
 * take when they are parsed. Knows nothing of what is valid; it only counts. Throws as soon as a limit is passed.
 */
export class ContentMeter {
  readonly #limits: ArchiveLimits;
  #bytes = 0;
  #lines = 0;
  #allLines = 0;
  #inDatabase = 0;
  #lineBytes = 0;
  #line = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;

  constructor(limits: ArchiveLimits = ARCHIVE_LIMITS) {
    this.#limits = limits;
  }

  /** The next bytes of the present line. */
  add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#lineBytes += bytes.length;
    this.#line += bytes.length + this.#costOf(bytes);
    checkSize("its content", this.#bytes, this.#limits.content);
    checkSize(`line ${this.#lines + 1} of its content`, this.#line, this.#limits.line, MEMORY);
  }

  /** The present line has ended. */
  endLine(): void {
    this.#lines += 1;
    checkCount("lines of content", this.#lines, this.#limits.lines);
    this.#allLines += this.#line;
    checkSize("its content", this.#allLines, this.#limits.allLines, MEMORY);
    if (this.#lineBytes <= SHORT_LINE) this.#inDatabase += this.#line;
    checkSize("its content", this.#inDatabase, this.#limits.inDatabase, " of the database");
    this.#lineBytes = 0;
    this.#line = 0;
    this.#depth = 0;
    this.#inText = false;
    this.#escaped = false;
  }

  /** What the values in these bytes take in addition to their text. With local variables: millions of bytes come here. */
  #costOf(bytes: Uint8Array): number {
    const deepest = this.#limits.depth;
    let cost = 0;
    let depth = this.#depth;
    let inText = this.#inText;
    let at = this.#escaped ? 1 : 0;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (inText) {
        if (byte === QUOTE) inText = false;
        else if (byte === BACKSLASH) at += 1;
      } else if (byte === QUOTE) {
        inText = true;
        cost += PER_VALUE;
      } else if (byte === COMMA) cost += PER_VALUE;
      else if (byte === COLON) cost += PER_NAME;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
        cost += PER_CONTAINER;
        depth += 1;
        if (depth > deepest)
          throw new ArchiveLimitError(`its content is nested too deep, more than ${deepest} levels`);
      } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    }
    this.#escaped = at > bytes.length;
    this.#depth = depth;
    this.#inText = inText;
    return cost;
  }
}
