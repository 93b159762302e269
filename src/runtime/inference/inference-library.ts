import type * as inference from "@huggingface/inference";
import { AsyncLocalStorage } from "node:async_hooks";
import { createRequire } from "node:module";
import { requestOf } from "../files/http/fetch-request.ts";
import { fetchPublic } from "../files/public-fetch.ts";
import { throughEndpoint } from "../hub/endpoint.ts";
import type { Environment } from "../hub/endpoint.ts";
import { inWholeLines } from "./whole-lines.ts";

/** The inference library, loaded on first use: the only place of this project that knows where it comes from. */
export type InferenceLibrary = typeof inference;

/** Bytes of one answer of a provider, after decompression. The library holds it in memory. */
const maxAnswer = 256 * 1024 * 1024;

const router = "https://router.huggingface.co/";

let loaded: InferenceLibrary | undefined;

export function inferenceLibrary(): InferenceLibrary {
  loaded ??= load();
  return loaded;
}

function load(): InferenceLibrary {
  // In a bundle this is `inference.cjs` in the same folder (see scripts/lib/targets.mjs).
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would be loaded at once
  if (typeof require === "function") return require("@huggingface/inference") as InferenceLibrary;
  return createRequire(import.meta.url)("@huggingface/inference") as InferenceLibrary;
}

/**
 * A `fetch` for the library, which spells out the public Hub and its router: requests go where `HF_ENDPOINT` says, the token goes
 * there and nowhere else, and nothing that a provider says leads into the person's own network.
 */
export function routedFetch(env: Environment): typeof fetch {
  return async (input, init) => {
    const { address: asked, ...request } = await requestOf(input, init);
    const address = throughEndpoint(asked, env);
    const headers = new Headers(request.headers);
    if (address === asked && !isHuggingFace(asked)) headers.delete("authorization");
    // A router that the person named may be in their own network, and what it says may lead to itself.
    const named = address === asked ? throughEndpoint(router, env) : address;
    const options = { ...(named === router ? {} : { named }), headers, maxBytes: maxAnswer };
    return inWholeLines(await fetchPublic(address, { ...request, ...options }));
  };
}

function isHuggingFace(address: string): boolean {
  return /^https:\/\/([\w-]+\.)*huggingface\.co(\/|$)/.test(address);
}

/** The call of the library that is going on, if any. */
const calls = new AsyncLocalStorage<typeof fetch>();
let replaced = false;

/**
 * Calls the library. Some of its providers ask for a result by the global `fetch`: with the person's token, or at an address that the
 * provider gave. During the call, and for nobody else, the global `fetch` is the routed one.
 */
export function withRoutedFetch<T>(env: Environment, call: () => Promise<T>): Promise<T> {
  if (!replaced) {
    replaced = true;
    const original = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      const routed = calls.getStore();
      const web = /^https?:/i.test(input instanceof Request ? input.url : String(input));
      return routed && web ? routed(input, init) : original(input, init);
    };
  }
  return calls.run(routedFetch(env), call);
}
