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
  /** What it does, in a sentence. */
  about?: string;
  likes?: number;
  /** A folder with the Space's files, for cloning and downloading. */
  files?: string;
  tags?: string[];
  /** The commit that `stage` is about, where that is told. */
  builtSha?: string;
  /** What was put there over HTTP. */
  repository?: SpaceRepository;
}

/** A Space's repository and settings, as they were changed over HTTP. */
export interface SpaceRepository {
  readonly files: Map<string, Buffer>;
  readonly secrets: Record<string, string>;
  readonly variables: Record<string, string>;
  hardware?: string;
  volumes: readonly { readonly type: string; readonly source: string; readonly mountPath: string }[];
  /** Lines of its logs. */
  logs: { build?: readonly string[]; run?: readonly string[] };
  /** Stages to come, one for each question. */
  coming: string[];
}

/** Whose token a token is. */
export interface Account {
  readonly name: string;
  readonly mayWrite: boolean;
  readonly organizations?: readonly string[];
  /** Of the token; by default `write` or `read`. */
  readonly role?: "read" | "write" | "fineGrained";
  /** Without a subscription, so that only static Spaces can be created. */
  readonly free?: true;
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
  readonly accounts: Map<string, Account>;
  readonly spaces: Map<string, Space>;
  readonly models: Map<string, Model>;
  readonly planned: Planned[];
  /** Files that answers point to, by name. */
  readonly results: Map<string, { readonly type: string; readonly bytes: Buffer }>;
  /** What is uploaded by LFS, by its hash. */
  readonly objects: Map<string, Buffer>;
  /** Storage buckets with their visibility. */
  readonly buckets: Map<string, string>;
  /** What a Space goes through after a commit. */
  stagesOfBuild: readonly string[];
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
