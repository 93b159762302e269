import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { isPrivateHost, isPrivateIp } from "../private-host.ts";

/** Milliseconds that a name has to resolve. */
const patience = 3_000;

/** Whether an address leads into the person's own network, by its host or by what its name resolves to. */
export async function isInOwnNetwork(address: string): Promise<boolean> {
  if (!URL.canParse(address)) return false;
  const { hostname } = new URL(address);
  if (isPrivateHost(hostname)) return true;
  if (isIP(hostname.replace(/^\[|\]$/g, ""))) return false;
  const waiting = new AbortController();
  const late = delay(patience, undefined, { signal: waiting.signal, ref: false }).catch(() => undefined);
  const found = await Promise.race([lookup(hostname, { all: true }).catch(() => undefined), late]);
  waiting.abort();
  return found !== undefined && found.length > 0 && found.every((one) => isPrivateIp(one.address));
}
