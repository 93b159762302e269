import type * as inference from "@huggingface/inference";
import { createRequire } from "node:module";
import { throughEndpoint } from "../hub/endpoint.ts";
import type { Environment } from "../hub/endpoint.ts";

/** The inference library, loaded on first use: the only place of this project that knows where it comes from. */
export type InferenceLibrary = typeof inference;

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
 * A `fetch` for the library, which spells out the public Hub and its router: requests go where `HF_ENDPOINT` says, and the
 * token stays with them.
 */
export function routedFetch(env: Environment): typeof fetch {
  return (input, init) => {
    const asked = input instanceof Request ? input.url : String(input);
    const address = throughEndpoint(asked, env);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    if (address === asked && !isHuggingFace(asked)) headers.delete("authorization");
    return fetch(address, { ...init, headers });
  };
}

function isHuggingFace(address: string): boolean {
  return /^https:\/\/([\w-]+\.)*huggingface\.co(\/|$)/.test(address);
}

/** Where the global `fetch` of this thread goes; undefined until it has learnt the detour. */
let detour: Environment | undefined;

/**
 * Some providers of the library ask for a queued job's result by the global `fetch`, with the person's token. Where another Hub
 * is named that must not go to the public one, so the global `fetch` of this thread learns the same detour.
 */
export function routeGlobalFetch(env: Environment): void {
  const router = "https://router.huggingface.co/";
  if (detour === undefined) {
    if (throughEndpoint(router, env) === router) return;
    const original = globalThis.fetch;
    globalThis.fetch = (input, init) =>
      original(typeof input === "string" && detour ? throughEndpoint(input, detour) : input, init);
  }
  detour = env;
}
