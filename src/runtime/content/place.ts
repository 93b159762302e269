/** Where contents are kept: a folder or a bucket. Hashes that it is given were checked. */
export interface ContentPlace {
  /** The folder or the bucket, for messages. Without credentials. */
  readonly name: string;
  /**
   * Keeps a content unless it is there. Either way it counts as used now. What goes wrong is a `StepError`.
   * @param content a file's is read while it is stored; where it was changed since, this rejects with a `NotReadableError`
   */
  put(hash: string, content: Blob): Promise<void>;
  /** Reads a content in order, which counts as a use. Undefined where it is not there. */
  read(hash: string, options: ReadOptions): Promise<AsyncIterable<Uint8Array> | undefined>;
  has(hash: string): Promise<boolean>;
  list(): AsyncIterable<StoredContent>;
  /** Removes a content that was not used from a time on. Gives whether it did. */
  removeUnused(hash: string, before: number): Promise<boolean>;
  /** What to remove by hand where a content is damaged. */
  keyOf(hash: string): string;
}

export interface ReadOptions {
  /** Bytes of the whole content after which it is refused with a `LimitError`. */
  readonly largest: number;
  readonly signal?: AbortSignal;
}

export interface StoredContent {
  readonly hash: string;
  readonly size: number;
  /** When it was last used, to the hour (milliseconds since 1970). */
  readonly usedAt: number;
}

/** Milliseconds after which another use is marked: marking each one would be a write for each read. */
export const MARKED_FOR = 60 * 60 * 1000;

/** Hexadecimal digits of a hash by which contents are spread over folders. */
export const shardOf = (hash: string): string => hash.slice(0, 2);
