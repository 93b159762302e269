import type { Config } from "@gradio/client";
import { fetchPublic, type PublicFetchOptions } from "../../files/public-fetch.ts";
import { parseApi } from "../schema/api-info.ts";
import type { ApiInfo } from "../schema/api-info.ts";
import type { ExactIntegers } from "../../values/exact-integers.ts";
import type { RawApi } from "../schema/raw-api.ts";

/** A request to an app; its secrets and where it may lead are added to it. */
export type AppRequest = Omit<PublicFetchOptions, "giver" | "named" | "secrets">;
export type Dependency = Config["dependencies"][number];

/** How to get at one app: its address and the secrets that go to its host and port and nowhere else. */
export interface Access {
  /** As the workflow names it: `owner/name` or an address. */
  readonly name: string;
  /** The app's address without a slash at its end. */
  readonly url: string;
  /** The address that the person named, be it by `HF_ENDPOINT`: it may be in their own network, others may not. */
  readonly named?: string;
  readonly token?: string;
  /** Of a login at the app itself. */
  readonly cookies?: string;
  /** Of a login at a proxy before the app, which asks for it by HTTP's own means. */
  readonly basic?: string;
}

/** A connected app: what was learnt about it, and the one way to ask it anything. */
export class App {
  readonly connectedAt = Date.now();
  readonly config: Config;
  readonly api: ApiInfo;
  readonly apiMap: Record<string, number>;
  /** Integers of its description that lose digits as numbers. */
  readonly exact: ExactIntegers | undefined;
  readonly #access: Access;

  /** From the app's `/config` and `/info`. */
  constructor(access: Access, config: Config, raw: RawApi) {
    this.#access = access;
    // Behind proxies an app may be wrong about its own address; the one we reached it by is right.
    this.config = { ...config, root: access.url, dependencies: config.dependencies.map(inQueue) };
    this.apiMap = apiMapOf(config);
    this.exact = raw.exact;
    this.api = parseApi(access.name, raw, config);
  }

  get name(): string {
    return this.#access.name;
  }

  get url(): string {
    return this.#access.url;
  }

  /** The address of one of the app's own routes. */
  route(path: string): string {
    return `${this.url}${this.config.api_prefix ?? ""}/${path}`;
  }

  dependency(index: number): Dependency | undefined {
    return this.config.dependencies.find((dependency) => dependency.id === index);
  }

  fetch(address: string, options: AppRequest): Promise<Response> {
    return fetchFor(this.#access, address, options);
  }
}

/** Asks an app, or an address that it gave. */
export function fetchFor(access: Access, address: string, options: AppRequest): Promise<Response> {
  const { url, named, token, cookies, basic } = access;
  const authorization = token ? `Bearer ${token}` : basic;
  const secrets = {
    ...(authorization ? { authorization } : {}),
    ...(cookies ? { cookie: cookies } : {}),
  };
  const headers = new Headers(options.headers);
  headers.delete("authorization");
  return fetchPublic(address, {
    ...options,
    headers,
    giver: url,
    ...(named === undefined ? {} : { named }),
    secrets: { origin: url, headers: secrets },
  });
}

/**
 * Every call joins the queue, as with Python's client. The other way gives the first value of a generator for its last, and under
 * Gradio 5 Python's notation for data.
 */
function inQueue(dependency: Dependency): Dependency {
  return { ...dependency, queue: true };
}

function apiMapOf(config: Config): Record<string, number> {
  const named = config.dependencies.filter(({ api_name: name }) => name);
  return Object.fromEntries(named.map(({ api_name: name, id }) => [String(name), id]));
}
