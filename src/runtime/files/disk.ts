import { dirname } from "node:path";

/**
 * Every file-system call of the store and the media folder. A test replaces it by a disk that fails, dies or forgets at any
 * call, and that records the order of writes, syncs and renames.
 */
export interface Disk {
  /** Rejects with `ENOENT` where there is none. */
  readFile(path: string): Promise<Uint8Array>;
  /** At most `length` bytes from `offset`; fewer at the end of the file. */
  readPart(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** Content in order, without holding it whole. */
  readChunks(path: string): AsyncIterable<Uint8Array>;
  /** Names in a folder; none where the folder does not exist. */
  list(folder: string): Promise<readonly string[]>;
  /** Undefined where there is nothing. */
  stat(path: string): Promise<FileStat | undefined>;
  /** With all folders above it. Only its owner may enter it. */
  makeFolder(path: string): Promise<void>;
  /** A new file that only its owner may read, open for appending; rejects with `EEXIST` where there is one. */
  create(path: string): Promise<DiskFile>;
  /** Replaces what stands at `to`. */
  rename(from: string, to: string): Promise<void>;
  /** A second name for the same content; rejects with `EEXIST` where there is one. */
  link(from: string, to: string): Promise<void>;
  /** Nothing to remove is no error. Folders go with what is in them. */
  remove(path: string): Promise<void>;
  /** Makes renames, creations and removals in a folder survive a loss of power. */
  syncFolder(path: string): Promise<void>;
  /** Sets when a file or folder was last changed, in milliseconds since 1970. */
  touch(path: string, changedAt: number): Promise<void>;
  /** Takes the right to write a file away, so that nobody changes shared content by accident. */
  protect(path: string): Promise<void>;
}

export interface DiskFile {
  /** All of it, at the end of the file. */
  append(bytes: Uint8Array): Promise<void>;
  /** Settles when what was appended would survive a loss of power. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface FileStat {
  readonly kind: "file" | "folder" | "other";
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970 of the last change of the content (or touch). */
  readonly changedAt: number;
  /** Differs from that of another file put in this one's place. */
  readonly identity: string;
}

/** Makes folders, with all above them, that survive a loss of power. */
export class DurableFolders {
  readonly #disk: Disk;
  /** Folders that were made, but whose names are not known to be on disk yet. */
  readonly #unsynced = new Set<string>();

  constructor(disk: Disk) {
    this.#disk = disk;
  }

  async make(path: string): Promise<void> {
    const exists = (await this.#disk.stat(path))?.kind === "folder";
    if (exists && !this.#unsynced.has(path)) return;
    await this.make(dirname(path));
    this.#unsynced.add(path);
    await this.#disk.makeFolder(path);
    await this.#disk.syncFolder(dirname(path));
    this.#unsynced.delete(path);
  }
}

/** The `code` of a file-system error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
