import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServiceCatalog } from "../../services.ts";
import type { Credentials } from "../../hub/client.ts";
import type { Environment } from "../../hub/endpoint.ts";
import { OnlineKnowledge } from "./online.ts";

export interface KnowledgeOptions {
  /** Folder of remembered answers, shared by all windows. Undefined: a folder of this process alone. */
  readonly cache?: string;
  readonly credentials: Credentials;
  readonly env: Environment;
  /** Milliseconds that a new id has to stay before it is looked up. */
  readonly patience?: number;
}

export interface MadeKnowledge {
  readonly knowledge: OnlineKnowledge;
  /** The account changed; with `cache` also what is remembered on disk goes. */
  forget(what: { readonly cache: boolean }): Promise<void>;
}

/** What there is to ask. */
export function createKnowledge({ cache, credentials, env, patience }: KnowledgeOptions): MadeKnowledge {
  const cacheFolder = cache ?? join(tmpdir(), `daggr-check-${process.pid}`);
  const sources = createServiceCatalog({ credentials, cacheFolder, env });
  const knowledge = new OnlineKnowledge(sources.hub, sources.apis, patience);
  return {
    knowledge,
    forget: async (what) => {
      await sources.forget(what);
      knowledge.forget();
    },
  };
}
