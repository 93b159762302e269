import { createHash } from "node:crypto";
import { openAsBlob } from "node:fs";
import { StepError } from "../failures/failure.ts";
import { ContentCache, type FetchOptions } from "./cache.ts";
import { hashOfFile, mustBeHash } from "./hash.ts";
import { openContentPlace } from "./open-place.ts";
import type { ContentPlace } from "./place.ts";
import type { S3Credentials } from "./s3-client.ts";

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

export interface ContentStoreOptions {
  /** Folder of the local copies. Several processes may share it. */
  readonly cache: string;
  /** Bytes that the local copies may take together. Those that were used least recently go first; those in use stay. */
  readonly cacheLimit: number;
  /** Of an S3 store. By default `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN` of the environment. */
  readonly credentials?: S3Credentials;
}

/**
 * @param address `file:///folder`, or `s3://bucket/prefix?endpoint=https://…&region=…` with credentials from the environment
 * @throws {StepError} where the address is none of these, or an S3 store has no credentials
 */
export function openContentStore(address: string, options: ContentStoreOptions): ContentStore {
  const place = openContentPlace(address, options.credentials);
  return new CachedStore(place, new ContentCache(options.cache, options.cacheLimit));
}

class CachedStore implements ContentStore {
  readonly #place: ContentPlace;
  readonly #cache: ContentCache;

  constructor(place: ContentPlace, cache: ContentCache) {
    this.#place = place;
    this.#cache = cache;
  }

  async putFile(path: string): Promise<string> {
    const hash = await hashOfFile(path);
    try {
      await this.#place.put(hash, await openAsBlob(path));
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "NotReadableError")) throw error;
      throw new StepError({
        message: `The file '${path}' was changed while it was stored.`,
        help: "Run the step again once it is written.",
      });
    }
    return hash;
  }

  async putBytes(bytes: Uint8Array): Promise<string> {
    const hash = createHash("sha256").update(bytes).digest("hex");
    // The cast: only the type declarations tell shared memory apart here.
    await this.#place.put(hash, new Blob([bytes as Uint8Array<ArrayBuffer>]));
    return hash;
  }

  async fetchFile(hash: string, options: FetchOptions): Promise<string> {
    mustBeHash(hash);
    return this.#cache.fetch(this.#place, hash, options);
  }

  async has(hash: string): Promise<boolean> {
    mustBeHash(hash);
    return this.#place.has(hash);
  }
}
