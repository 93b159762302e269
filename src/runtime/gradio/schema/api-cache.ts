import type { DiskCache } from "../../hub/disk-cache.ts";
import { withoutPassword } from "../../files/http/address-login.ts";
import { failureOf } from "../../failures/failure.ts";
import { AnswerCache } from "../../hub/answer-cache.ts";
import type { StepFailure } from "../../failures/failure.ts";
import type { ApiInfo } from "./api-info.ts";
import type { Connections } from "../connection/connections.ts";

/** What is known about an app's API. */
export type ApiLookup =
  | { readonly kind: "known"; readonly api: ApiInfo; readonly savedAt: number }
  /** It could not be asked: offline, asleep, private, gone, no Gradio. Says why. */
  | { readonly kind: "unknown"; readonly failure: StepFailure };

const minute = 60_000;

/**
 * The APIs of Spaces and apps, remembered on disk with their age. Never calls an endpoint. Used by the checker, by
 * completion, by "Add Node from Space" and by `daggr api`.
 */
export class ApiCache {
  readonly #apis: AnswerCache<ApiInfo>;
  readonly #listeners = new Set<(space: string) => void>();

  constructor(cache: DiskCache, connections: Connections) {
    // What a call finds replaces what is remembered.
    connections.onConnected = ({ api }) => void this.#remember(api);
    const age = () => ({ fresh: 10 * minute, usable: 30 * 24 * 60 * minute });
    // The number rises where older answers lack something.
    this.#apis = new AnswerCache(cache, "apis 2", age, async (space) => {
      connections.forget(space);
      return (await connections.app(space, new AbortController().signal)).api;
    });
  }

  /** Calls back when an app offers something else than what was remembered of it. */
  onChange(listener: (space: string) => void): void {
    this.#listeners.add(listener);
  }

  async #remember(api: ApiInfo): Promise<void> {
    const same = JSON.stringify(this.peek(api.space)?.api) === JSON.stringify(api);
    await this.#apis.put(api.space, api);
    if (!same) this.#listeners.forEach((listener) => listener(api.space));
  }

  /** What is remembered, at once and without asking anybody. */
  peek(space: string): Extract<ApiLookup, { kind: "known" }> | undefined {
    const known = this.#apis.peek(withoutPassword(space));
    return known && { kind: "known", api: known.value, savedAt: known.savedAt };
  }

  /** From memory where it is young enough, refreshed behind the caller's back where it is older; `fresh` asks the app now. */
  async get(
    space: string,
    options: { readonly fresh?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<ApiLookup> {
    try {
      const api = await this.#apis.get(withoutPassword(space), options);
      return { kind: "known", api, savedAt: this.peek(space)?.savedAt ?? Date.now() };
    } catch (error) {
      options.signal?.throwIfAborted();
      return { kind: "unknown", failure: failureOf(error) };
    }
  }
}
