import type { Credentials } from "../runtime/hub/client.ts";
import type { EngineSettings, EngineStart } from "../runtime/protocol/session.ts";
import type { AssembleOptions } from "../runtime/session/assemble.ts";
import type { HubLoginOptions } from "./access/hub-login.ts";
import type { Login } from "../runtime/files/http/address-login.ts";

/** How a workflow is served. */
export interface ServeOptions {
  /** Absolute path of the workflow file. Its code runs: serve only what the person trusts. */
  readonly file: string;
  /** Undefined: the default export, else the first graph. */
  readonly graph?: string | undefined;
  /** Folder in which sheets are kept. */
  readonly data: string;
  /** Folder for what is cached of Spaces, models and compiled modules. */
  readonly cache: string;
  /** Folder of the bundles and of the page. */
  readonly dist: string;
  /** Whether a save of the file, or of a local import, redraws the pages. */
  readonly reload: boolean;
  readonly listen: ListenOptions;
  readonly access: AccessOptions;
  /** What a page shows first. */
  readonly view?: "app" | undefined;
  readonly settings: EngineSettings;
  /** The queue by which functions run on other machines. */
  readonly queue?: EngineStart["queue"];
  readonly credentials: Credentials;
  readonly askLocalSpace?: AssembleOptions["askLocalSpace"];
  /** Answers coding assistants at `/mcp`, by the Model Context Protocol. Who may use the server may ask. */
  readonly assistants?: (request: Request) => Promise<Response>;
  /** Words for whoever started the server. */
  readonly log: (text: string) => void;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** How many ports after it are tried where it is taken: none where a person asked for this one. */
  readonly furtherPorts: number;
}

/** Who may use the server. Without a token and logins, whoever reaches it is the one local user. */
export interface AccessOptions {
  /** Names besides the listening address under which the server is reached: of a proxy, of a tunnel, of a Space. */
  readonly hosts: readonly string[];
  /** Whoever has it may use the server. */
  readonly token?: string | undefined;
  /** Each of these users has sheets of their own. */
  readonly logins: readonly Login[];
  /** Whoever logs in with a Hugging Face account has sheets of their own too. */
  readonly hub?: HubLoginOptions | undefined;
}
