import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import type { IncomingHttpHeaders } from "node:http";

/** Whether an address is of this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d+){3}$/.test(host);
}

/**
 * The names under which requests may ask for the server. A page of another site that made its name lead here (DNS rebinding)
 * shows by its name.
 */
export class HostNames {
  readonly #names: Set<string>;
  readonly #addresses: boolean;

  /** @param host where the server listens @param further names that were allowed in addition */
  constructor(host: string, further: readonly string[]) {
    const plain = host.toLowerCase();
    this.#addresses = plain === "0.0.0.0" || plain === "::";
    this.#names = new Set([plain, ...further.map((name) => name.toLowerCase())]);
    if (isLoopback(plain) || this.#addresses)
      for (const name of ["localhost", "127.0.0.1", "::1"]) this.#names.add(name);
  }

  add(name: string): void {
    this.#names.add(name.toLowerCase());
  }

  delete(name: string): void {
    this.#names.delete(name.toLowerCase());
  }

  /**
   * Why a request is refused, or undefined. Its `Host` must be one of the names. Where a page sent it, the page must be of this
   * server: `Origin` names the same host.
   */
  refusal({ host, origin }: Pick<IncomingHttpHeaders, "host" | "origin">): string | undefined {
    const name = nameOf(host);
    if (name === undefined || !this.#has(name))
      return `This server is not known as '${host ?? ""}'. Allow the name with --allow-host.`;
    if (origin === undefined || hostOf(origin) === host?.toLowerCase()) return undefined;
    return `Pages of '${origin}' may not use this server.`;
  }

  #has(name: string): boolean {
    if (this.#names.has(name)) return true;
    return this.#addresses && isIP(name) !== 0 && ownAddresses().has(name);
  }
}

/** The name in a `Host` header, without its port. */
function nameOf(host: string | undefined): string | undefined {
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "").toLowerCase();
  } catch {
    return undefined;
  }
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

function ownAddresses(): Set<string> {
  return new Set(
    Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)),
  );
}
