import type * as hub from "@huggingface/hub";

/** The Hub's library, loaded on first use: in a bundle it is `hub.cjs` in the same folder (see scripts/lib/targets.mjs). */
export type HubLibrary = typeof hub;

export function hubLibrary(): Promise<HubLibrary> {
  return import("@huggingface/hub");
}
