import { Client } from "@gradio/client";
import type { Config } from "@gradio/client";
import { fetchPublic, type PublicFetchOptions } from "../../files/public-fetch.ts";
import { parseApi } from "../schema/api-info.ts";
import type { ApiInfo, RawApi } from "../schema/api-info.ts";

/** A request to an app; its secrets and where it may lead are added to it. */
export type AppRequest = Omit<PublicFetchOptions, "giver" | "named" | "secrets">;
export type Dependency = Config["dependencies"][number];
type ClientApi = NonNullable<Client["api_info"]>;

/** How to get at one app: its address and the secrets that go to its host and port and nowhere else. */
export interface Access {
  /** As the workflow names it: `owner/name` or an address. */
  readonly name: string;
  /** The app's address without a slash at its end. */
  readonly url: string;
  /** The address that the person named, be it by `HF_ENDPOINT`: it may be in their own network, others may not. */
  readonly named?: string;
  readonly token?: string;
  /** Of a login with user and password. */
  readonly cookies?: string;
}

/** A connected app: what was learnt about it, and the one way to ask it anything. */
export class App {
  readonly connectedAt = Date.now();
  readonly config: Config;
  readonly api: ApiInfo;
  /** What the client itself makes of the API information, for its sessions. */
  readonly apiInfo: ClientApi;
  readonly apiMap: Record<string, number>;
  readonly #access: Access;

  private constructor(access: Access, config: Config, raw: RawApi, apiInfo: ClientApi) {
    this.#access = access;
    this.config = config;
    this.apiInfo = apiInfo;
    this.apiMap = apiMapOf(config);
    this.api = parseApi(access.name, raw, config);
  }

  /** From the app's `/config` and `/info`. */
  static async of(access: Access, config: Config, raw: RawApi): Promise<App> {
    const reader = new InfoReader(access.url, raw);
    // Behind proxies an app may be wrong about its own address; the one we reached it by is right.
    reader.config = { ...config, root: access.url };
    reader.api_map = apiMapOf(config);
    return new App(access, reader.config, raw, await reader.view_api());
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
  const { url, named, token, cookies } = access;
  const secrets = {
    ...(token ? { authorization: `Bearer ${token}` } : {}),
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

/** The client's own reading of API information that we have already fetched. */
class InfoReader extends Client {
  readonly #raw: RawApi;

  constructor(url: string, raw: RawApi) {
    super(url, { events: ["data"] });
    this.#raw = raw;
  }

  override fetch(): Promise<Response> {
    return Promise.resolve(Response.json(this.#raw));
  }
}

function apiMapOf(config: Config): Record<string, number> {
  const named = config.dependencies.filter(({ api_name: name }) => name);
  return Object.fromEntries(named.map(({ api_name: name, id }) => [String(name), id]));
}
