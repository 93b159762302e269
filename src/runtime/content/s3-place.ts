import { StepError } from "../failures/failure.ts";
import { bytesText, LimitError } from "../failures/limit-error.ts";
import type { BucketAddress } from "./address.ts";
import { MARKED_FOR, shardOf, type ContentPlace, type ReadOptions, type StoredContent } from "./place.ts";
import { isLostConnection, type S3Client } from "./s3-client.ts";
import { textOf } from "./s3-failure.ts";

/** Bytes of the largest object that one request may bring. */
const LARGEST_OBJECT = 5 * 1024 ** 3;
const SMALL_ANSWER = 64 * 1024;
const LISTING = 8 * 1024 ** 2;

interface StoredObject {
  readonly size: number;
  readonly usedAt: number;
}

/**
 * A bucket of an S3 server. Of several who write one content at the same time one does (`If-None-Match`). An object's time is
 * that of its last use: it is copied onto itself to renew it, since S3 has no other way.
 */
export class S3Place implements ContentPlace {
  readonly name: string;
  readonly #client: S3Client;
  readonly #address: BucketAddress;
  readonly #now: () => number;

  constructor(client: S3Client, address: BucketAddress, now: () => number = Date.now) {
    this.name = client.name;
    this.#client = client;
    this.#address = address;
    this.#now = now;
  }

  keyOf(hash: string): string {
    return `${this.#address.prefix}${shardOf(hash)}/${hash}`;
  }

  async put(hash: string, content: Blob): Promise<void> {
    if (content.size > LARGEST_OBJECT)
      throw new StepError({
        message: `A file of ${bytesText(content.size)} is larger than the ${bytesText(LARGEST_OBJECT)} that an S3 server takes at once.`,
        help: "Cut it into parts, or let the machines share a folder (file:///…).",
      });
    const there = await this.#find(hash);
    if (there?.size === content.size && (await this.#markUsed(hash, there))) return;
    const send = (headers: Readonly<Record<string, string>>) =>
      this.#client.request({
        method: "PUT",
        key: this.keyOf(hash),
        headers,
        body: { content, hash },
        maxBytes: SMALL_ANSWER,
        expected: ["PreconditionFailed", "NotImplemented"],
      });
    // One of another size is damaged, and is written over.
    const { code } = await send(there ? {} : { "if-none-match": "*" });
    // An older server knows no conditions. What two write is the same, so it does no harm.
    if (code === "NotImplemented") await send({});
  }

  async read(hash: string, options: ReadOptions): Promise<AsyncIterable<Uint8Array> | undefined> {
    const response = await this.#get(hash, 0, options);
    if (!response) return undefined;
    const size = sizeOf(response);
    if (size > options.largest) {
      await response.body?.cancel();
      throw new LimitError(`it has ${bytesText(size)}`);
    }
    // Whoever may only read the bucket cannot mark a use.
    await this.#markUsed(hash, objectOf(response)).catch(() => {});
    return this.#chunks(hash, response, size, options);
  }

  async has(hash: string): Promise<boolean> {
    return (await this.#find(hash)) !== undefined;
  }

  async *list(): AsyncIterable<StoredContent> {
    for (let token = ""; ;) {
      const { response } = await this.#client.request({
        method: "GET",
        query: {
          "list-type": "2",
          ...(this.#address.prefix ? { prefix: this.#address.prefix } : {}),
          ...(token ? { "continuation-token": token } : {}),
        },
        maxBytes: LISTING,
      });
      const xml = await response.text();
      for (const [, entry = ""] of xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) {
        const key = textOf(entry, "Key");
        const hash = key.slice(-64);
        // A bucket may hold other things too.
        if (!/^[0-9a-f]{64}$/.test(hash) || key !== this.keyOf(hash)) continue;
        yield {
          hash,
          size: Number(textOf(entry, "Size")),
          usedAt: Date.parse(textOf(entry, "LastModified")),
        };
      }
      token = textOf(xml, "NextContinuationToken");
      if (!token) return;
    }
  }

  async removeUnused(hash: string, before: number): Promise<boolean> {
    // Looked at again, since listing takes a while. S3 cannot look and remove in one step.
    const there = await this.#find(hash);
    if (!there || there.usedAt >= before) return false;
    await this.#client.request({ method: "DELETE", key: this.keyOf(hash), maxBytes: SMALL_ANSWER });
    return true;
  }

  /** Asks for its first byte and not for its head alone, since an error without a body does not say what is missing. */
  async #find(hash: string): Promise<StoredObject | undefined> {
    const { response, code } = await this.#client.request({
      method: "GET",
      key: this.keyOf(hash),
      headers: { range: "bytes=0-0" },
      maxBytes: LARGEST_OBJECT,
      expected: ["NoSuchKey", "InvalidRange"],
    });
    if (code === "NoSuchKey") return undefined;
    // There is no first byte in an empty one.
    if (code === "InvalidRange") return { size: 0, usedAt: 0 };
    // A server that knows no ranges sends all of it.
    if (response.status === 206) await response.arrayBuffer();
    else await response.body?.cancel();
    return objectOf(response);
  }

  async #get(hash: string, from: number, { largest, signal }: ReadOptions): Promise<Response | undefined> {
    const { response, code } = await this.#client.request({
      method: "GET",
      key: this.keyOf(hash),
      ...(from > 0 ? { headers: { range: `bytes=${from}-` } } : {}),
      maxBytes: largest,
      ...(signal ? { signal } : {}),
      expected: ["NoSuchKey"],
    });
    return code === undefined ? response : undefined;
  }

  /** Where the connection is lost, it goes on from the byte that it has reached. */
  async *#chunks(
    hash: string,
    first: Response,
    size: number,
    options: ReadOptions,
  ): AsyncGenerator<Uint8Array> {
    let [response, at, failures]: [Response | undefined, number, number] = [first, 0, 0];
    while (response) {
      try {
        // The cast: Node's streams are async iterables, which the types of browsers do not say.
        for await (const chunk of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
          at += chunk.length;
          failures = 0;
          yield chunk;
        }
        if (at >= size) return;
        throw new Error("the answer ended early");
      } catch (error) {
        options.signal?.throwIfAborted();
        if (!isLostConnection(error)) throw error;
        if (!this.#client.mayRetry(failures)) throw this.#client.lost(error);
        await this.#client.pause(failures, options.signal);
        failures += 1;
      }
      response = await this.#get(hash, at, options);
      // A server that knows no ranges begins again, which would be taken for the rest.
      if (response && at > 0 && response.status !== 206)
        throw this.#client.lost(new Error("it sends no parts of files"));
    }
    throw this.#client.lost(new Error("the file was removed while it was read"));
  }

  /** Gives whether it is still there. */
  async #markUsed(hash: string, { usedAt }: StoredObject): Promise<boolean> {
    if (this.#now() - usedAt < MARKED_FOR) return true;
    const key = this.keyOf(hash);
    const { code } = await this.#client.request({
      method: "PUT",
      key,
      headers: {
        "x-amz-copy-source": `/${this.#address.bucket}/${key}`,
        "x-amz-metadata-directive": "REPLACE",
      },
      maxBytes: SMALL_ANSWER,
      expected: ["NoSuchKey"],
    });
    return code === undefined;
  }
}

function objectOf(response: Response): StoredObject {
  const usedAt = Date.parse(response.headers.get("last-modified") ?? "");
  return { size: sizeOf(response), usedAt: Number.isNaN(usedAt) ? 0 : usedAt };
}

/** Bytes of the whole object, also where a part was asked for. */
function sizeOf(response: Response): number {
  const whole = /\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  return Number(whole ?? response.headers.get("content-length"));
}
