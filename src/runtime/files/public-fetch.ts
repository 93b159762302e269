import { StepError } from "../failures/failure.ts";
import { isPrivateHost } from "./private-host.ts";

/** The limit of the Fetch standard. */
const MAX_REDIRECTS = 20;

/**
 * Fetches a file whose address came from outside, without letting that address lead into the person's own network. The
 * address and every redirect must be public, unless `origin` itself is in that network. Host names are not resolved.
 * @param origin who gave the address: the address of an app, or `address` itself if the workflow says it
 * @param request requests one address without following redirects (`redirect: "manual"`)
 * @throws {StepError} where an address is in the person's network
 * @throws {Error} after too many redirects, or for one that is not http(s)
 */
export async function fetchPublic(
  address: string,
  origin: string,
  request: (address: string) => Promise<Response>,
): Promise<Response> {
  const privateAllowed = isPrivate(origin);
  let current = address;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    if (!privateAllowed && isPrivate(current)) throw privateAddressError(current, origin);
    const response = await request(current);
    const next = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (next === null) return response;
    await response.body?.cancel();
    current = new URL(next, current).href;
    if (!/^https?:/.test(current)) throw new Error(`it leads to '${current.slice(0, 80)}'`);
  }
  throw new Error(`it was sent on more than ${MAX_REDIRECTS} times`);
}

function isPrivate(address: string): boolean {
  return isPrivateHost(new URL(address).hostname);
}

function privateAddressError(address: string, origin: string): StepError {
  return new StepError({
    message: `'${new URL(origin).host}' gave a file at '${new URL(address).host}', an address inside your own network; it was not fetched.`,
    help: "If you trust it, save the file beside the workflow file, or run the app on your machine.",
  });
}
