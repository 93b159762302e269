import type { Answer } from "./http.ts";

/** A Space of the local Hub. */
export interface Space {
  /** Where its app answers; without one it has never run. */
  url?: string;
  sdk?: string;
  sha?: string;
  stage?: string;
  /** Of a failed build. */
  errorMessage?: string;
  private?: boolean;
  title?: string;
  likes?: number;
  /** A folder with the Space's files, for cloning and downloading. */
  files?: string;
}

export interface Model {
  pipelineTag?: string;
  sha?: string;
  /** Who serves it for which task. None: nobody does. */
  providers?: {
    provider: string;
    task: string;
    providerId?: string;
    status?: "live" | "staging" | "error";
  }[];
  gated?: false | "auto" | "manual";
  private?: boolean;
  likes?: number;
}

/** A failure to come: the next `times` requests to such a path get this answer. */
export interface Planned {
  readonly path: RegExp;
  readonly answer: Answer;
  times: number;
}

/** What the Hub knows; tests change it while it runs. */
export interface HubState {
  /** The Hub's own address. */
  url: string;
  /** Whose token is whose. */
  readonly accounts: Map<string, { readonly name: string; readonly mayWrite: boolean }>;
  readonly spaces: Map<string, Space>;
  readonly models: Map<string, Model>;
  readonly planned: Planned[];
  /** Files that answers point to, by name. */
  readonly results: Map<string, { readonly type: string; readonly bytes: Buffer }>;
  /** Milliseconds between the words of a streamed answer. */
  wordDelay: number;
}

/** The commit of what has none given. */
export const defaultSha = "0123456789abcdef0123456789abcdef01234567";

/** The account that a request's token belongs to. */
export function accountOf(state: HubState, headers: { readonly authorization?: string }) {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? "")?.[1];
  return token === undefined ? undefined : state.accounts.get(token);
}
