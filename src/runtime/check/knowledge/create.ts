import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApiKnowledge } from "../../gradio/api-info.ts";
import { Connections } from "../../gradio/connect.ts";
import { gradioLimits } from "../../gradio/limits.ts";
import type { Credentials } from "../../gradio/service.ts";
import { HubClient } from "../../hub/client.ts";
import { DiskCache } from "../../hub/disk-cache.ts";
import type { Environment } from "../../hub/endpoint.ts";
import { Hub } from "../../hub/hub.ts";
import { OnlineKnowledge } from "./online.ts";

export interface KnowledgeOptions {
  /** Folder of remembered answers, shared by all windows. Undefined: a folder of this process alone. */
  readonly cache?: string;
  readonly credentials: Credentials;
  readonly env: Environment;
  /** Milliseconds that a new id has to stay before it is looked up. */
  readonly patience?: number;
}

/** What there is to ask, with the cache to clear. */
export function createKnowledge(options: KnowledgeOptions): {
  readonly knowledge: OnlineKnowledge;
  readonly cache: DiskCache;
} {
  const { credentials, env } = options;
  const cache = new DiskCache(options.cache ?? join(tmpdir(), `daggr-check-${process.pid}`));
  const hub = new Hub(new HubClient({ credentials, env }), cache);
  const connections = new Connections(hub, credentials, gradioLimits);
  return {
    knowledge: new OnlineKnowledge(hub, new ApiKnowledge(cache, connections), options.patience),
    cache,
  };
}
