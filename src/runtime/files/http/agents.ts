import dns, { type LookupAddress } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { isPrivateHost, isPrivateIp } from "../private-host.ts";

/** Where a connection may lead: to public hosts, or to the one that the person named, wherever that is. */
export type Reach = "public" | "named";

/** Milliseconds that an unused connection is kept; servers close theirs after 5 seconds. */
const idle = 4_000;

/** Named hosts whose kind is remembered. */
const maxKnown = 1_000;

/** The name of a host led into the person's own network, though only public hosts may be asked. */
export class PrivateHostError extends Error {
  override readonly name = "PrivateHostError";

  constructor(readonly host: string) {
    super(`its name '${host}' leads to an address inside your own network`);
  }
}

/** Named hosts by whether their name led to a public address when it was first resolved. */
const knownPublic = new Map<string, boolean>();

/** Resolves a name and gives those addresses only that may be connected to, so that what was checked is what is used. */
const lookupFor =
  (reach: Reach): LookupFunction =>
  (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = allowedOf(reach, hostname, addresses);
      const [first] = allowed;
      if (!first) return callback(new PrivateHostError(hostname), []);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };

function allowedOf(reach: Reach, hostname: string, addresses: readonly LookupAddress[]): LookupAddress[] {
  const found = addresses.filter(({ address }) => !isPrivateIp(address));
  if (reach === "public") return found;
  // A name that is public stays so: else whoever owns it could have it lead into the person's network later.
  if (isPrivateHost(hostname)) return [...addresses];
  const first = knownPublic.get(hostname);
  if (first === undefined && knownPublic.size < maxKnown) knownPublic.set(hostname, found.length > 0);
  return first === true ? found : [...addresses];
}

const options = { keepAlive: true, timeout: idle };

/** Connections are shared among equal requests of one reach only: a pooled one was checked for its own. */
const agents = {
  public: { http: new http.Agent(options), https: new https.Agent(options), lookup: lookupFor("public") },
  named: { http: new http.Agent(options), https: new https.Agent(options), lookup: lookupFor("named") },
};

/** What a request to a URL is made with. */
export function connectionFor(
  url: URL,
  reach: Reach,
): { readonly agent: http.Agent; readonly lookup: LookupFunction } {
  const { lookup, ...pools } = agents[reach];
  return { agent: url.protocol === "https:" ? pools.https : pools.http, lookup };
}
