import { parseAddress } from "../../gradio/connection/space-address.ts";
import type { ApiInfo } from "../../gradio/schema/api-info.ts";
import type { ApiCache } from "../../gradio/schema/api-cache.ts";
import type { Hub, Lookup } from "../../hub/hub.ts";
import type { ModelInfo } from "../../hub/model-info.ts";
import { stageFailure } from "../../hub/space-info.ts";
import { sortBySimilarity, isSimilar } from "../../text/similarity.ts";
import { LookupCache, unverified } from "./lookup-cache.ts";
import type { LookupAnswer, FoundId, ServiceLookup } from "./service-lookup.ts";

/** How long one lookup may take before the answer is "not verified", in milliseconds. */
const limit = 25_000;

const notSeen = "the Hub knows no such Space, or it is private and you are not signed in";

interface AskOptions {
  readonly signal: AbortSignal;
  readonly fresh?: boolean;
}

/** Looks things up on the Hub and in the apps themselves, in the background; answers are cached on disk. */
export class OnlineLookup implements ServiceLookup {
  readonly #listeners = new Set<() => void>();
  readonly #spaces: LookupCache<ApiInfo>;
  readonly #models: LookupCache<ModelInfo>;

  /** `patience`: milliseconds that a new id has to stay before it is looked up, so that half-typed ones are not. */
  constructor(
    readonly hub: Hub,
    readonly apis: ApiCache,
    patience = 0,
  ) {
    const changed = () => this.#listeners.forEach((listener) => listener());
    this.#spaces = new LookupCache(
      {
        cached: (id) => apis.peek(id)?.api,
        fetch: (id) => this.#askSpace(id),
      },
      changed,
      patience,
    );
    this.#models = new LookupCache(
      {
        cached: (id) => found(hub.peekModel(id)),
        fetch: (id) => this.#askModel(id),
      },
      changed,
      patience,
    );
  }

  space(id: string): LookupAnswer<ApiInfo> {
    return this.#spaces.answer(id.trim());
  }

  model(id: string): LookupAnswer<ModelInfo> {
    return this.#models.answer(id.trim());
  }

  /** Resolves when there is an answer about a Space that nobody is still typing, such as that of a node that has run. */
  whenSpaceAnswered(id: string): Promise<void> {
    return this.#spaces.whenAnswered(id.trim());
  }

  async settled(): Promise<void> {
    await Promise.all([this.#spaces.settled(), this.#models.settled()]);
  }

  onChange(listener: () => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  async searchSpaces(query: string): Promise<readonly FoundId[]> {
    const hits = await this.hub.searchSpaces(query);
    return hits.map(({ id, likes, title }) => ({
      id,
      detail: [title, `♥ ${likes}`].filter(Boolean).join(" · "),
    }));
  }

  async searchModels(query: string): Promise<readonly FoundId[]> {
    const hits = await this.hub.searchModels(query);
    return hits.map(({ id, likes, pipelineTag }) => ({
      id,
      detail: [pipelineTag, `♥ ${likes}`].filter(Boolean).join(" · "),
    }));
  }

  /** The API of an app that a person chose; rejects where it cannot be asked. */
  async apiOf(space: string): Promise<ApiInfo> {
    const known = await this.apis.get(space);
    if (known.kind === "known") return known.api;
    throw new Error([known.failure.message, known.failure.help].filter(Boolean).join(" "));
  }

  /** An app offers something else than before: where it was asked for, it is asked again. */
  refresh(space: string): void {
    this.#spaces.refresh(space);
  }

  /** The account changed, or somebody cleared the cache: everything is asked again. */
  forget(): void {
    this.#spaces.forget();
    this.#models.forget();
  }

  async #askSpace(id: string): Promise<LookupAnswer<ApiInfo>> {
    const address = parseAddress(id, this.hub.endpoint);
    const remembered = this.apis.peek(id) !== undefined;
    // What is remembered shows at once; whether it is still so is asked where asking wakes nothing up.
    let fresh = address.kind === "url";
    if (address.kind === "space") {
      const lookup = await this.#lookUp((options) =>
        this.hub.space(address.id, remembered ? { ...options, fresh: true } : options),
      );
      if (lookup.kind === "missing") {
        const similar = await this.#similar(address.id, (query) => this.searchSpaces(query));
        const isLike = similar.some((one) => isSimilar(address.id, one));
        // Without an account the Hub's answer is the same for what is private and for what does not exist.
        if (lookup.unclear && !isLike)
          return { kind: "unverified", reason: notSeen, signIn: { to: "hugging-face" } };
        return { kind: "missing", similar, signedIn: lookup.signedIn };
      }
      const { sdk, stage } = lookup.info;
      fresh = stage === "running";
      if (sdk !== undefined && sdk !== "gradio" && sdk !== "docker") {
        const failure = stageFailure(lookup.info, this.hub.spacePage(address.id));
        if (failure !== undefined)
          return { kind: "unusable", reason: `${failure.message} ${failure.help ?? ""}`.trim() };
      }
    }
    const known = await this.apis.get(id, { fresh, signal: AbortSignal.timeout(limit) });
    return known.kind === "known" ? { kind: "known", value: known.api } : unverified(known.failure);
  }

  async #askModel(id: string): Promise<LookupAnswer<ModelInfo>> {
    const lookup = await this.#lookUp((options) => this.hub.model(id, options));
    if (lookup.kind === "found") return { kind: "known", value: lookup.info };
    const similar = await this.#similar(id, (query) => this.searchModels(query));
    return { kind: "missing", similar, signedIn: lookup.signedIn };
  }

  /** What was not to be seen without an account may be seen now. */
  async #lookUp<T>(ask: (options: AskOptions) => Promise<Lookup<T>>): Promise<Lookup<T>> {
    const signal = AbortSignal.timeout(limit);
    const lookup = await ask({ signal });
    if (lookup.kind === "found" || lookup.signedIn || !(await this.hub.token())) return lookup;
    return ask({ signal, fresh: true });
  }

  /** Existing ids like a wrong one: by its name, by the first half of its name (the typo may be in the other half), by its owner. */
  async #similar(
    id: string,
    search: (query: string) => Promise<readonly FoundId[]>,
  ): Promise<readonly string[]> {
    const [owner = "", name = ""] = id.split("/");
    const queries = new Set(
      [name, name.slice(0, Math.ceil(name.length / 2)), owner].filter((query) => query.length > 1),
    );
    const hits = await Promise.all([...queries].map((query) => search(query).catch(() => [])));
    return sortBySimilarity(id, [...new Set(hits.flat().map((hit) => hit.id))]).slice(0, 20);
  }
}

function found(lookup: ReturnType<Hub["peekModel"]>): ModelInfo | undefined {
  return lookup?.kind === "found" ? lookup.info : undefined;
}
