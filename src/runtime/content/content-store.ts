import { StepError } from "../failures/failure.ts";

/** Files by content, which several machines share. A hash is the SHA-256 of the content in lower-case hexadecimal. */
export interface ContentStore {
  /**
   * Stores a file under its hash, unless it is there. Resolves with the hash. Rejects with a `StepError` that says what to do
   * where the store cannot be reached.
   */
  putFile(path: string): Promise<string>;
  /** Stores bytes, e.g. a manifest. Resolves with their hash. */
  putBytes(bytes: Uint8Array): Promise<string>;
  /**
   * Path of a local copy in the cache, checked against the hash; streamed from the store if it is not there yet. It must not be
   * changed. Rejects with a `StepError` where the store does not have it.
   */
  fetchFile(hash: string, options: FetchOptions): Promise<string>;
  has(hash: string): Promise<boolean>;
}

export interface FetchOptions {
  /** Bytes after which it is refused. */
  readonly largest: number;
  /** Stops the transfer. */
  readonly signal?: AbortSignal;
  /** The copy stays in the cache until this is aborted. Without it, it stays for ten minutes after the last fetch at least. */
  readonly inUse?: AbortSignal;
}

export interface ContentStoreOptions {
  /** Folder of the local copies. Several processes may share it. */
  readonly cache: string;
  /** Bytes that the local copies may take together. Those that were used least recently go first; those in use stay. */
  readonly cacheLimit: number;
  /** Of an S3 store. By default `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` of the environment. */
  readonly credentials?: S3Credentials;
}

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/**
 * @param address `file:///folder`, or `s3://bucket/prefix?endpoint=https://…&region=…` with credentials from the environment
 * @throws {StepError} where the address is none of these
 */
export function openContentStore(address: string, _options: ContentStoreOptions): ContentStore {
  throw new StepError({ message: `There is no file store for '${address}' yet.` });
}
