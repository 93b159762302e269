import { StepError } from "../failures/failure.ts";
import { isPrivateHost } from "./private-host.ts";

/** As the Fetch standard has it. */
const mostRedirects = 20;

/**
 * Fetches a file whose address somebody else gave, who must not make us read the person's own network: each address on the
 * way, redirects included, has to be a public one, unless `origin` itself is in that network. Names are not looked up.
 * @param origin who gave the address: an app's address, or the address itself where the workflow says it
 * @param ask asks for one address, without following redirects (`redirect: "manual"`)
 * @throws {StepError} where an address lies inside
 */
export async function fetchPublic(
  address: string,
  origin: string,
  ask: (address: string) => Promise<Response>,
): Promise<Response> {
  const mayLookInside = isInside(origin);
  let at = address;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    if (!mayLookInside && isInside(at)) throw ledInside(at, origin);
    const response = await ask(at);
    const next = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (next === null) return response;
    await response.body?.cancel();
    at = new URL(next, at).href;
    if (!/^https?:/.test(at)) throw new Error(`it leads to '${at.slice(0, 80)}'`);
  }
  throw new Error(`it was sent on more than ${mostRedirects} times`);
}

function isInside(address: string): boolean {
  return isPrivateHost(new URL(address).hostname);
}

function ledInside(address: string, origin: string): StepError {
  return new StepError({
    message: `'${new URL(origin).host}' gave a file at '${new URL(address).host}', an address inside your own network; it was not fetched.`,
    help: "If you trust it, save the file beside the workflow file, or run the app on your machine.",
  });
}
