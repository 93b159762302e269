import http, { type IncomingMessage } from "node:http";
import https from "node:https";
import { Readable, Transform, type Duplex, pipeline } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate, constants } from "node:zlib";
import { bytesText, LimitError } from "../../failures/limit-error.ts";
import { connectionFor, type Reach } from "./agents.ts";
import { encodeBody, type EncodedBody, type RequestBody } from "./request-body.ts";

export interface ExchangeOptions {
  readonly method: string;
  readonly headers: Headers;
  readonly body?: RequestBody;
  readonly signal?: AbortSignal;
  readonly reach: Reach;
  /** Bytes that the answer may have, after decompression. */
  readonly maxBytes: number;
  /** Milliseconds without a byte in either direction after which the server counts as gone. */
  readonly silence?: number;
}

/**
 * One request and its answer, without following redirects. Node's `fetch` cannot be told which addresses it may connect to, nor
 * where the answer of a name's lookup is checked; its HTTP client can. The answer's body is decompressed.
 */
export async function exchange(url: URL, options: ExchangeOptions): Promise<Response> {
  try {
    return await send(url, options);
  } catch (error) {
    // The server may have closed a kept connection just when it was used again.
    if (options.signal?.aborted || !(error instanceof StaleConnection)) throw error;
    return await send(url, options);
  }
}

/** A kept connection was closed before anything came back. */
class StaleConnection extends Error {}

function send(url: URL, options: ExchangeOptions): Promise<Response> {
  const { method, body, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const encoded = body === undefined ? undefined : encodeBody(body);
    const client = url.protocol === "https:" ? https : http;
    const request = client.request(url, {
      method,
      headers: headersOf(options.headers, encoded),
      ...connectionFor(url, options.reach),
    });
    const stop = () => request.destroy(signal?.reason as Error);
    signal?.addEventListener("abort", stop, { once: true });
    request.once("close", () => signal?.removeEventListener("abort", stop));
    if (options.silence)
      request.setTimeout(options.silence, () => request.destroy(new Error("it fell silent")));
    let answered = false;
    request.on("response", (message) => {
      answered = true;
      // Whoever reads the body hears of its errors; nobody may read it.
      message.on("error", () => {});
      try {
        resolve(responseOf(message, options));
      } catch (error) {
        request.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    request.on("error", (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) {
        reject(signal.reason as Error);
        return;
      }
      const stale =
        request.reusedSocket && !answered && !encoded && /^(ECONNRESET|EPIPE)$/.test(error.code ?? "");
      reject(stale ? new StaleConnection() : error);
    });
    if (encoded) pipeline(Readable.fromWeb(encoded.content.stream() as never), request, () => {});
    else request.end();
  });
}

function headersOf(given: Headers, body: EncodedBody | undefined): Record<string, string> {
  const headers = new Headers({
    accept: "*/*",
    "accept-encoding": "gzip, deflate, br",
    "user-agent": "daggr",
    ...(body?.type ? { "content-type": body.type } : {}),
  });
  given.forEach((value, name) => headers.set(name, value));
  if (body) headers.set("content-length", String(body.content.size));
  return Object.fromEntries(headers);
}

function responseOf(message: IncomingMessage, options: ExchangeOptions): Response {
  const status = message.statusCode ?? 0;
  if (status < 200 || status > 599) throw new Error(`it answered ${status}, which is no answer of HTTP`);
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    try {
      headers.append(message.rawHeaders[at] ?? "", message.rawHeaders[at + 1] ?? "");
    } catch {
      // A header that is none.
    }
  }
  const empty = status === 204 || status === 205 || status === 304;
  if (empty) message.resume();
  const body = empty ? null : bodyOf(message, headers, options);
  const text = message.statusMessage ?? "";
  return new Response(body, { status, headers, statusText: /^[\t\x20-\x7e]*$/.test(text) ? text : "" });
}

function bodyOf(
  message: IncomingMessage,
  headers: Headers,
  { signal, maxBytes }: ExchangeOptions,
): ReadableStream {
  if (Number(message.headers["content-length"]) > maxBytes) throw tooLarge(maxBytes);
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  const decoder = decoderOf(encoding);
  const counted = counter(maxBytes);
  const body: Readable = decoder
    ? pipeline(message, decoder, counted, () => {})
    : pipeline(message, counted, () => {});
  // Whoever reads it gets its error; where nobody does, it must not be one of the whole thread.
  body.on("error", () => {});
  const stop = () => body.destroy(signal?.reason as Error);
  signal?.addEventListener("abort", stop, { once: true });
  body.once("close", () => signal?.removeEventListener("abort", stop));
  return toWebStream(body);
}

/** Node's own conversion throws where nobody catches it when a body is given up while data arrives. */
function toWebStream(body: Readable): ReadableStream {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel() {
        body.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Passes bytes on while they are not too many. */
function counter(maxBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(tooLarge(maxBytes));
      else done(null, chunk);
    },
  });
}

function tooLarge(maxBytes: number): LimitError {
  return new LimitError(
    `it sent more than ${bytesText(maxBytes)}, the most that Daggr takes in such an answer`,
  );
}

/** Each part is given out when it arrives, since events wait for no end. */
function decoderOf(encoding: string): Duplex | undefined {
  const flush = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case "":
    case "identity":
      return undefined;
    case "gzip":
    case "x-gzip":
      return createGunzip(flush);
    case "deflate":
      return createInflate(flush);
    case "br":
      return createBrotliDecompress({
        flush: constants.BROTLI_OPERATION_FLUSH,
        finishFlush: constants.BROTLI_OPERATION_FLUSH,
      });
    default:
      throw new Error(`its answer is compressed in a way that was not asked for (${encoding.slice(0, 40)})`);
  }
}
