import { StepError } from "../failures/failure.ts";
import { PrivateHostError, type Reach } from "./http/agents.ts";
import { exchange, type ExchangeOptions } from "./http/exchange.ts";
import { parseJson } from "./http/json-limits.ts";
import type { RequestBody } from "./http/request-body.ts";
import { isPrivateHost } from "./private-host.ts";

/** The limit of the Fetch standard. */
const MAX_REDIRECTS = 20;

export interface PublicFetchOptions {
  /** Who gave the address, for messages: the address of an app. By default the address itself. */
  readonly giver?: string;
  /**
   * An address that the person named. Its host and port may be asked wherever they are; all others, and all that they lead to, have
   * to be public.
   */
  readonly named?: string;
  /** Headers for the host and port of `origin` and for no others. */
  readonly secrets?: { readonly origin: string; readonly headers: Readonly<Record<string, string>> };
  /** What is sent is a secret as a whole: a redirect to another host or port is an error. */
  readonly ownOriginOnly?: true;
  readonly method?: string;
  readonly headers?: HeadersInit;
  readonly body?: RequestBody;
  readonly signal?: AbortSignal | null;
  /** Bytes that the answer may have, after decompression. */
  readonly maxBytes: number;
  /** Milliseconds without a byte in either direction after which the server counts as gone. */
  readonly silence?: number;
}

/** One request without redirects. Tests replace it. */
type Exchange = (url: URL, options: ExchangeOptions) => Promise<Response>;

/**
 * The one way to ask apps, the Hub and addresses that these give. It follows redirects itself: each address has to be public,
 * whatever its name resolves to, and secrets go to their own host and port only.
 * Its answer has the address that answered in the end, and its `json()` counts what it parses.
 * @throws {StepError} where an address is in the person's own network
 * @throws {Error} after too many redirects, or for an address that is not http(s)
 */
export async function fetchPublic(
  address: string,
  options: PublicFetchOptions,
  ask: Exchange = exchange,
): Promise<Response> {
  let url = new URL(address);
  let { method = "GET", body } = options;
  const headers = new Headers(options.headers);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    if (!/^https?:$/.test(url.protocol)) throw new Error(`it leads to '${url.href.slice(0, 80)}'`);
    const response = await askOne(
      url,
      { method, headers, ...(body === undefined ? {} : { body }) },
      options,
      ask,
    );
    const location = response.headers.get("location");
    if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) {
      const json = async () => parseJson(await response.text());
      return Object.defineProperties(response, {
        url: { value: url.href },
        json: { value: json, configurable: true },
      });
    }
    await response.body?.cancel();
    if (!URL.canParse(location, url.href))
      throw new Error(`it leads to '${location.slice(0, 80)}', which is no address`);
    const next = new URL(location, url.href);
    if (options.ownOriginOnly && next.origin !== url.origin)
      throw new Error(`it leads to another host, '${next.host}'`);
    if (response.status < 307 && method !== "GET" && method !== "HEAD") {
      method = "GET";
      body = undefined;
      headers.delete("content-type");
    }
    // Whatever the caller sent along may be a secret.
    if (next.origin !== url.origin) for (const name of ["authorization", "cookie"]) headers.delete(name);
    url = next;
  }
  throw new Error(`it was sent on more than ${MAX_REDIRECTS} times`);
}

async function askOne(
  url: URL,
  request: Pick<ExchangeOptions, "method" | "headers" | "body">,
  { giver, named, secrets, signal, maxBytes, silence }: PublicFetchOptions,
  ask: Exchange,
): Promise<Response> {
  const reach: Reach = named !== undefined && isNamed(url, new URL(named)) ? "named" : "public";
  if (reach === "public" && isPrivateHost(url.hostname)) throw privateAddressError(url, giver);
  const headers = new Headers(request.headers);
  if (secrets && url.origin === new URL(secrets.origin).origin)
    for (const [name, value] of Object.entries(secrets.headers)) headers.set(name, value);
  // Names and passwords in an address are for the host that it was written for, not for what is redirected to.
  const plain = new URL(url);
  plain.username = plain.password = plain.hash = "";
  try {
    return await ask(plain, {
      ...request,
      headers,
      reach,
      maxBytes,
      ...(signal ? { signal } : {}),
      ...(silence ? { silence } : {}),
    });
  } catch (error) {
    throw error instanceof PrivateHostError ? privateAddressError(url, giver) : error;
  }
}

/** Whether an address is the named one's host and port, or the same server in its other spelling. */
function isNamed(url: URL, named: URL): boolean {
  if (url.host === named.host && url.protocol === named.protocol) return true;
  const sameHost = url.hostname === named.hostname || (isThisMachine(url) && isThisMachine(named));
  const secured =
    url.protocol === "https:" && url.port === "" && named.protocol === "http:" && named.port === "";
  return sameHost && (portOf(url) === portOf(named) || secured);
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

function isThisMachine({ hostname }: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function privateAddressError(url: URL, giver: string | undefined): StepError {
  const who = giver === undefined ? `'${url.host}'` : `'${new URL(giver).host}' led to '${url.host}', which`;
  return new StepError({
    message: `${who} is an address inside your own network; it was not asked.`,
    help: "If you trust it, save the file beside the workflow file, or write the app's own address in the workflow.",
  });
}
