import type { ApiInfo } from "../../gradio/schema/api-info.ts";
import type { SignIn } from "../../failures/failure.ts";
import type { ModelInfo } from "../../hub/model-info.ts";

/** What is known about a Space or model at this moment, without waiting. */
export type LookupAnswer<T> =
  | { readonly kind: "known"; readonly value: T }
  /** There is none, or (not signed in) none that this person may see. `similar` are existing ids, the closest first. */
  | { readonly kind: "missing"; readonly similar: readonly string[]; readonly signedIn: boolean }
  /** It can be looked up but never be called: a static page, a Space whose build failed. A sentence. */
  | { readonly kind: "unusable"; readonly reason: string }
  /** It was asked for and will be known later. */
  | { readonly kind: "pending" }
  /** Offline, private, asleep: nothing may be called wrong because of it. `reason` is a clause: "the network cannot be reached". */
  | { readonly kind: "unverified"; readonly reason: string; readonly signIn?: SignIn };

/**
 * What rules, completion and hover may ask about the world outside the file. Answers come from memory or disk at once; what is
 * not there is fetched in the background, and `onChange` fires when it is worth asking again.
 */
export interface ServiceLookup {
  space(id: string): LookupAnswer<ApiInfo>;
  model(id: string): LookupAnswer<ModelInfo>;
  /** Resolves when nothing that was asked for is pending any more. */
  settled(): Promise<void>;
  onChange(listener: () => void): { dispose(): void };
  searchSpaces(query: string): Promise<readonly FoundId[]>;
  searchModels(query: string): Promise<readonly FoundId[]>;
}

export interface FoundId {
  readonly id: string;
  readonly detail: string;
}
