import { statfs } from "node:fs/promises";
import { Transform } from "node:stream";
import { bytesText, LimitError } from "../failures/limit-error.ts";

/** Bytes that a download leaves free on the disk, for the editor and everything else on the machine. */
const keptFree = 500 * 1024 * 1024;
/** Bytes of downloads between two looks at the disk. */
const lookEvery = 32 * 1024 * 1024;
/** Files that one step may bring. */
const maxFiles = 2_000;

const help =
  "Ask for less at a time, or raise the setting 'daggr.downloadLimit' (in the terminal: DAGGR_DOWNLOAD_LIMIT, in megabytes).";

/** What the files of one step may take together: bytes, room on the disk, and their number. */
export class DownloadBudget {
  #bytes = 0;
  #files = 0;
  #looked = 0;

  /** `folder` is where the files go; `limit` is in bytes. */
  constructor(
    private readonly folder: string,
    private readonly limit: number,
  ) {}

  /** Before a file is fetched; `size` is what the server says. */
  async open(size: number | undefined): Promise<void> {
    this.#files += 1;
    if (this.#files > maxFiles) throw new LimitError(`it gave more than ${maxFiles} files in one step`, help);
    if (size !== undefined) this.#check(size);
    await this.#checkDisk(size ?? 0);
  }

  /** Counts a file that came whole, written out in a message. */
  async whole(size: number): Promise<void> {
    await this.open(size);
    await this.#take(size);
  }

  /** Counts what goes through, and ends it where it is too much. */
  counter(onBytes: (bytes: number) => void = () => {}): Transform {
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        void this.#take(chunk.length).then(
          () => {
            onBytes(chunk.length);
            done(null, chunk);
          },
          (error: unknown) => done(error as Error),
        );
      },
    });
  }

  async #take(bytes: number): Promise<void> {
    this.#check(bytes);
    this.#bytes += bytes;
    if (this.#bytes - this.#looked < lookEvery) return;
    this.#looked = this.#bytes;
    await this.#checkDisk(0);
  }

  #check(bytes: number): void {
    if (this.#bytes + bytes <= this.limit) return;
    throw new LimitError(
      `its files have more than ${bytesText(this.limit)}, the most that one step may fetch`,
      help,
    );
  }

  async #checkDisk(needed: number): Promise<void> {
    // Not every file system tells.
    const disk = await statfs(this.folder).catch(() => undefined);
    if (!disk || disk.bavail * disk.bsize - needed > keptFree) return;
    throw new LimitError(
      `the disk that holds ${this.folder} has too little room left for its files (${bytesText(keptFree)} are kept free)`,
      "Make room on the disk, then run the step again.",
    );
  }
}
