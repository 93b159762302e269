import { Client } from "@gradio/client";
import type { Config } from "@gradio/client";
import { parseApi } from "../schema/api-info.ts";
import type { ApiInfo, RawApi } from "../schema/api-info.ts";

export type Dependency = Config["dependencies"][number];
type ClientApi = NonNullable<Client["api_info"]>;

/** How to get at one app: its address and the secrets that go to that address and nowhere else. */
export interface Access {
  /** As the workflow names it: `owner/name` or an address. */
  readonly name: string;
  /** The app's address without a slash at its end. */
  readonly url: string;
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

  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
    return fetchFor(this.#access, input, init);
  }
}

/** `fetch` with an app's secrets where the address is the app's. A redirect to another host loses them by itself. */
export function fetchFor(
  access: Access,
  input: string | URL | Request,
  init?: RequestInit,
): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input);
  const headers = new Headers(init?.headers);
  headers.delete("authorization");
  if (new URL(address).origin === new URL(access.url).origin) {
    if (access.token) headers.set("authorization", `Bearer ${access.token}`);
    if (access.cookies) headers.set("cookie", access.cookies);
  }
  return fetch(input, { ...init, headers });
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
