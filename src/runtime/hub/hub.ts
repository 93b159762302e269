import { StepError } from "../failures/failure.ts";
import { hubMessage } from "./client.ts";
import type { HubAnswer, HubClient } from "./client.ts";
import type { DiskCache } from "./disk-cache.ts";
import { parseModel } from "./model-info.ts";
import type { ModelInfo } from "./model-info.ts";
import { AnswerCache } from "./answer-cache.ts";
import { foundSpaces, type FoundSpace } from "./found-space.ts";
import { parseSpace } from "./space-info.ts";
import type { SpaceInfo } from "./space-info.ts";

/** What looking something up on the Hub came to. */
export type Lookup<T> =
  | { readonly kind: "found"; readonly info: T }
  /** There is none of that name, or it is private and this account may not see it; the Hub does not say which. */
  | {
      readonly kind: "missing";
      readonly signedIn: boolean;
      /** It may be there all the same: the Hub only said that nobody may see it without an account. */
      readonly unclear?: boolean;
    };

export interface SpaceHit {
  readonly id: string;
  readonly likes: number;
  readonly title?: string;
}

export interface ModelHit {
  readonly id: string;
  readonly likes: number;
  readonly pipelineTag?: string;
}

export interface Account {
  readonly name: string;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * The Hugging Face Hub: Spaces, models and the person's account. Lookups are remembered on disk; every question rejects
 * with a `StepError` where the Hub could not be asked.
 */
export class Hub {
  readonly #client: HubClient;
  readonly #spaces: AnswerCache<Lookup<SpaceInfo>>;
  readonly #models: AnswerCache<Lookup<ModelInfo>>;

  constructor(client: HubClient, cache: DiskCache) {
    this.#client = client;
    // A person who reads "missing" creates it, or signs in.
    const age = (answer: Lookup<unknown>) =>
      answer.kind === "found" ? { fresh: 10 * minute, usable: 30 * day } : { fresh: minute, usable: minute };
    this.#spaces = new AnswerCache(cache, "spaces", age, (key) => this.#lookUpSpace(id(key)));
    const parts = ["inferenceProviderMapping", "pipeline_tag", "gated", "private", "sha"];
    const expand = parts.map((part) => `expand[]=${part}`).join("&");
    this.#models = new AnswerCache(cache, "models", age, (key) =>
      this.#lookUp(`/api/models/${id(key)}?${expand}`, parseModel),
    );
  }

  get endpoint(): string {
    return this.#client.endpoint;
  }

  token(): Promise<string | undefined> {
    return this.#client.token();
  }

  space(
    name: string,
    options?: { readonly fresh?: boolean; readonly signal?: AbortSignal },
  ): Promise<Lookup<SpaceInfo>> {
    return this.#spaces.get(this.#key(name), options);
  }

  model(
    name: string,
    options?: { readonly fresh?: boolean; readonly signal?: AbortSignal },
  ): Promise<Lookup<ModelInfo>> {
    return this.#models.get(this.#key(name), options);
  }

  /** The last known answer, without asking. */
  peekModel(name: string): Lookup<ModelInfo> | undefined {
    return this.#models.peek(this.#key(name))?.value;
  }

  /** The Space that answers at `https://<subdomain>.hf.space`, if the Hub knows it. */
  async spaceBySubdomain(subdomain: string, signal?: AbortSignal): Promise<Lookup<SpaceInfo>> {
    return this.#lookUp(`/api/spaces/by-subdomain/${encodeURIComponent(subdomain)}`, parseSpace, signal);
  }

  /** The most liked Gradio Spaces that fit a text. */
  async searchSpaces(
    text: string,
    options: { readonly limit?: number; readonly signal?: AbortSignal } = {},
  ): Promise<readonly SpaceHit[]> {
    const found = await this.#search("spaces", text, options, "&filter=gradio&full=true");
    return found.map((hit) => ({
      id: String(hit["id"]),
      likes: Number(hit["likes"] ?? 0),
      ...titleOf(hit["cardData"]),
    }));
  }

  /** Gradio Spaces that do what a text says; where the Hub has no such search, those that have its words. */
  async findSpaces(
    text: string,
    options: { readonly limit: number; readonly asleep: boolean; readonly signal?: AbortSignal },
  ): Promise<readonly FoundSpace[]> {
    const { limit, asleep, signal } = options;
    const query = `q=${encodeURIComponent(text)}&sdk=gradio&includeNonRunning=${asleep}`;
    const answer = await this.#client.ask(`/api/spaces/semantic-search?${query}`, {
      ...(signal ? { signal } : {}),
    });
    if (answer.status === 200) return foundSpaces(answer.body).slice(0, limit);
    return foundSpaces(await this.#search("spaces", text, { ...options, limit }, "&filter=gradio&full=true"));
  }

  /** The most liked models that fit a text and that some provider serves. */
  async searchModels(
    text: string,
    options: { readonly limit?: number; readonly task?: string; readonly signal?: AbortSignal } = {},
  ): Promise<readonly ModelHit[]> {
    const task = options.task === undefined ? "" : `&pipeline_tag=${encodeURIComponent(options.task)}`;
    const found = await this.#search("models", text, options, `&inference_provider=all${task}`);
    return found.map((hit) => ({
      id: String(hit["id"]),
      likes: Number(hit["likes"] ?? 0),
      ...(typeof hit["pipeline_tag"] === "string" ? { pipelineTag: hit["pipeline_tag"] } : {}),
    }));
  }

  /** Whose token it is; undefined where there is none or it is not valid (any more). */
  async whoAmI(signal?: AbortSignal): Promise<Account | undefined> {
    if (!(await this.#client.token())) return undefined;
    const answer = await this.#client.ask("/api/whoami-v2", { ...(signal ? { signal } : {}) });
    const name = (answer.body as { name?: unknown } | undefined)?.name;
    return answer.status === 200 && typeof name === "string" ? { name } : undefined;
  }

  /** A copy of a Space under the person's own name, private; an existing one of that name is taken as it is. */
  async duplicateSpace(name: string, signal?: AbortSignal): Promise<string> {
    const account = await this.whoAmI(signal);
    if (!account) {
      throw new StepError({
        message: `To duplicate "${name}" you have to be signed in to Hugging Face.`,
        help: 'Use the command "Daggr: Sign In to Hugging Face" with a token that may write.',
        signIn: { to: "hugging-face" },
      });
    }
    const copy = `${account.name}/${name.split("/").at(-1) ?? name}`;
    const body = { repository: copy, private: true };
    const answer = await this.#client.ask(`/api/spaces/${id(name)}/duplicate`, {
      method: "POST",
      body,
      ...(signal ? { signal } : {}),
    });
    if (answer.status < 300 || answer.status === 409) return copy;
    throw new StepError({
      message: `"${name}" could not be duplicated: ${hubMessage(answer)}.`,
      help: answer.status === 403 ? "Sign in with a token that may write." : "Look at the Space's page.",
      link: { title: "Open the Space", url: this.spacePage(name) },
    });
  }

  spacePage(name: string): string {
    return `${this.endpoint}/spaces/${name}`;
  }

  modelPage(name: string): string {
    return `${this.endpoint}/${name}`;
  }

  async #lookUpSpace(path: string): Promise<Lookup<SpaceInfo>> {
    const found = await this.#lookUp(`/api/spaces/${path}`, parseSpace);
    if (found.kind === "missing" || found.info.host) return found;
    // Some Hubs name the host only when asked for it.
    const { body } = await this.#client.ask(`/api/spaces/${path}/host`);
    const host = (body as { host?: unknown } | undefined)?.host;
    return typeof host === "string"
      ? { kind: "found", info: { ...found.info, host: host.replace(/\/+$/, "") } }
      : found;
  }

  async #lookUp<T>(path: string, parse: (body: unknown) => T, signal?: AbortSignal): Promise<Lookup<T>> {
    const answer = await this.#client.ask(path, { ...(signal ? { signal } : {}) });
    if (answer.status === 200 && answer.body) return { kind: "found", info: parse(answer.body) };
    if (isMissing(answer)) {
      const unclear = answer.status === 401 && !answer.signedIn;
      return { kind: "missing", signedIn: answer.signedIn, ...(unclear ? { unclear } : {}) };
    }
    throw new StepError({
      message: `The Hugging Face Hub could not look up ${path}: ${hubMessage(answer)}.`,
    });
  }

  async #search(
    kind: "spaces" | "models",
    text: string,
    options: { readonly limit?: number; readonly signal?: AbortSignal },
    filter: string,
  ): Promise<readonly Record<string, unknown>[]> {
    const query = `search=${encodeURIComponent(text)}&limit=${options.limit ?? 20}&sort=likes&direction=-1${filter}`;
    const answer = await this.#client.ask(`/api/${kind}?${query}`, {
      ...(options.signal ? { signal: options.signal } : {}),
    });
    return Array.isArray(answer.body) ? (answer.body as Record<string, unknown>[]) : [];
  }

  /** Answers of another Hub are other answers. */
  #key(name: string): string {
    return `${this.endpoint} ${name}`;
  }
}

/** Without a token the Hub answers 401 for names it does not know; 400 for names that can't be. */
function isMissing(answer: HubAnswer): boolean {
  return [400, 401, 403, 404].includes(answer.status);
}

function id(key: string): string {
  return (key.split(" ").at(-1) ?? key).split("/").map(encodeURIComponent).join("/");
}

function titleOf(card: unknown): { readonly title?: string } {
  const title = (card as { title?: unknown } | undefined)?.title;
  return typeof title === "string" ? { title } : {};
}
