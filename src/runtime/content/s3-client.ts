import { AwsV4Signer } from "aws4fetch";
import { setTimeout as sleep } from "node:timers/promises";
import { StepError } from "../failures/failure.ts";
import { LimitError } from "../failures/limit-error.ts";
import { unreachable } from "../failures/network.ts";
import { registerSecret } from "../failures/secrets.ts";
import { fetchPublic } from "../files/public-fetch.ts";
import type { BucketAddress } from "./address.ts";
import { problemOf, s3Failure } from "./s3-failure.ts";

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface S3Request {
  readonly method: "GET" | "PUT" | "DELETE";
  /** In the bucket. Left out: the bucket itself. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly content: Blob; /** SHA-256, hexadecimal. */ readonly hash: string };
  readonly signal?: AbortSignal;
  /** Bytes that the answer may have. */
  readonly maxBytes: number;
  /** Codes of errors that the caller handles, such as `NoSuchKey`. */
  readonly expected?: readonly string[];
}

export interface S3Answer {
  readonly response: Response;
  /** The expected error's code; undefined where it went well. */
  readonly code: string | undefined;
}

/** SHA-256 of nothing. */
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const MAX_ERROR_BYTES = 64 * 1024;
/** Milliseconds without a byte after which the server counts as gone. */
const SILENCE = 30_000;
/** Codes that stand for another status, where a server says no more than the status. */
const CODES: Readonly<Record<number, string>> = {
  404: "NoSuchKey",
  412: "PreconditionFailed",
  416: "InvalidRange",
  501: "NotImplemented",
};

/** Signed requests to one bucket, made again after failures that pass. */
export class S3Client {
  /** For messages: where the server is. */
  readonly name: string;
  readonly #address: BucketAddress;
  readonly #credentials: S3Credentials;
  readonly #wait: typeof waitFor;
  /** Keys derived from the secret, by day. */
  readonly #signingKeys = new Map<string, ArrayBuffer>();
  #reached = false;

  constructor(address: BucketAddress, credentials: S3Credentials, wait = waitFor) {
    this.name = `The file store at '${address.endpoint.host}'`;
    this.#address = address;
    this.#credentials = credentials;
    this.#wait = wait;
    registerSecret(credentials.secretAccessKey);
    registerSecret(credentials.sessionToken);
  }

  /** Rejects with a `StepError`, a `LimitError` for a larger answer, or the signal's reason. */
  async request(request: S3Request): Promise<S3Answer> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.#send(request);
      } catch (error) {
        request.signal?.throwIfAborted();
        // A file that was changed while it was sent looks like a lost connection; reading it says so.
        await request.body?.content.slice(0, 1).arrayBuffer();
        const passing = error instanceof StepError ? error.failure.transient : isLostConnection(error);
        if (!passing || !this.mayRetry(failures)) throw isLostConnection(error) ? this.lost(error) : error;
        await this.pause(failures, request.signal);
      }
    }
  }

  /**
   * Whether to go on after so many failures in a row: for a good minute with a server that has answered before, since its network
   * may be cut for a while; else for two seconds, since the address may be wrong.
   */
  mayRetry(failures: number): boolean {
    return failures < (this.#reached ? 9 : 3);
  }

  async pause(failures: number, signal?: AbortSignal): Promise<void> {
    const longest = Math.min(250 * 2 ** failures, 30_000);
    await this.#wait(longest * (0.75 + Math.random() / 4), signal);
  }

  async #send({ expected = [], ...request }: S3Request): Promise<S3Answer> {
    const { url, headers } = await this.#signed(request);
    // Not signed, since proxies change it.
    headers.set("accept-encoding", "identity");
    const response = await fetchPublic(url.href, {
      named: this.#address.endpoint.href,
      ownOriginOnly: true,
      method: request.method,
      headers,
      ...(request.body ? { body: request.body.content } : {}),
      ...(request.signal ? { signal: request.signal } : {}),
      maxBytes: Math.max(request.maxBytes, MAX_ERROR_BYTES),
      silence: SILENCE,
    });
    this.#reached = true;
    if (response.ok && request.method === "GET") return { response, code: undefined };
    const text = (await response.text()).slice(0, MAX_ERROR_BYTES);
    // A copy that fails after its answer has begun says so in a body with status 200.
    if (response.ok && !text.includes("<Error>")) return { response, code: undefined };
    const problem = problemOf(response.ok ? 500 : response.status, text);
    const code = problem.code || (CODES[problem.status] ?? "");
    if (expected.includes(code)) return { response, code };
    const failure = s3Failure(this.name, this.#address, { ...problem, code });
    // 409: two write the same key at this moment. 429 and RequestTimeout: the server asks for another try.
    const passing = problem.status === 409 || problem.status === 429 || code === "RequestTimeout";
    throw passing ? new StepError({ ...failure.failure, transient: true }) : failure;
  }

  #signed({ method, key = "", query = {}, headers = {}, body }: S3Request) {
    const { endpoint, bucket, region } = this.#address;
    const url = new URL(`/${bucket}${key && `/${key}`}`, endpoint);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const { accessKeyId, secretAccessKey, sessionToken } = this.#credentials;
    return new AwsV4Signer({
      method,
      url: url.href,
      // The server compares what arrives with this hash, so a large file is not read twice to be signed.
      headers: { ...headers, "x-amz-content-sha256": body?.hash ?? EMPTY },
      accessKeyId,
      secretAccessKey,
      ...(sessionToken ? { sessionToken } : {}),
      service: "s3",
      region,
      cache: this.#signingKeys,
    }).sign();
  }

  /** The failure after the last attempt. */
  lost(error: unknown): StepError {
    const help = this.#reached
      ? "Check the network, then try again."
      : "Check the address of the file store (DAGGR_FILES, --files) and the network, then try again.";
    return unreachable(this.name, error, help);
  }
}

/** Anything but what the code of this program throws on purpose. */
export function isLostConnection(error: unknown): boolean {
  return !(error instanceof StepError || error instanceof LimitError);
}

async function waitFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, signal ? { signal } : {});
}
