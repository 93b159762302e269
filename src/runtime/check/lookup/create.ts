import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServiceCatalog } from "../../services.ts";
import type { Credentials } from "../../hub/client.ts";
import { registerPresentSecrets } from "../../hub/registered-credentials.ts";
import type { Environment } from "../../hub/endpoint.ts";
import { OnlineLookup } from "./online-lookup.ts";

export interface LookupOptions {
  /** Folder of remembered answers, shared by all windows. Undefined: a folder of this process alone. */
  readonly cache?: string;
  readonly credentials: Credentials;
  readonly env: Environment;
  /** See `CatalogOptions`. */
  readonly trusted?: () => boolean;
  /** Milliseconds that a new id has to stay before it is looked up. */
  readonly patience?: number;
}

export interface ClearableLookup {
  readonly lookup: OnlineLookup;
  /** The account changed; with `cache` also what is remembered on disk goes. */
  forget(what: { readonly cache: boolean }): Promise<void>;
}

/** What there is to ask. */
export function createLookup({ cache, credentials, env, trusted, patience }: LookupOptions): ClearableLookup {
  const cacheFolder = cache ?? join(tmpdir(), `daggr-check-${process.pid}`);
  void registerPresentSecrets(credentials, env);
  const sources = createServiceCatalog({ credentials, cacheFolder, env, trusted });
  const lookup = new OnlineLookup(sources.hub, sources.apis, patience);
  return {
    lookup,
    forget: async (what) => {
      await sources.forget(what);
      lookup.forget();
    },
  };
}
