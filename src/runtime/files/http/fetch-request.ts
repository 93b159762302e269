import type { PublicFetchOptions } from "../public-fetch.ts";

/** What the libraries give to `fetch`, as `fetchPublic` takes it. */
export async function requestOf(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<
  { readonly address: string } & Pick<PublicFetchOptions, "method" | "headers" | "body" | "signal">
> {
  const asked = input instanceof Request ? input : undefined;
  const body = init.body ?? (asked?.body ? await asked.blob() : undefined);
  const plain =
    body === undefined || typeof body === "string" || body instanceof FormData || body instanceof Blob;
  const headers = init.headers ?? asked?.headers;
  return {
    address: input instanceof Request ? input.url : input instanceof URL ? input.href : input,
    method: init.method ?? asked?.method ?? "GET",
    ...(headers ? { headers } : {}),
    ...(body === undefined ? {} : { body: plain ? body : await new Response(body).blob() }),
    signal: init.signal ?? asked?.signal ?? null,
  };
}
