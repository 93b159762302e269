import type { Media } from "./files/media.ts";
import { ApiCache } from "./gradio/schema/api-cache.ts";
import { certainSpaceFailure } from "./gradio/call/certain-failure.ts";
import { AppSessions } from "./gradio/call/app-sessions.ts";
import { callSpace } from "./gradio/call/call-space.ts";
import { Connections } from "./gradio/connection/connections.ts";
import { appName } from "./gradio/connection/space-address.ts";
import { stateUseOf } from "./gradio/schema/app-states.ts";
import { endpointIndex, findEndpoint } from "./gradio/schema/endpoint.ts";
import { fileShapeOf } from "./gradio/schema/file-shape.ts";
import { gradioTimeouts } from "./gradio/timeouts.ts";
import type { GradioTimeouts } from "./gradio/timeouts.ts";
import { LocalSpaces } from "./gradio/local/local-spaces.ts";
import { LocalPermission, refuseLocalSpaces, type AskLocalSpace } from "./gradio/local/permission.ts";
import type { Services } from "./run/services.ts";
import type { Credentials } from "./hub/client.ts";
import { HubClient } from "./hub/client.ts";
import { DiskCache } from "./hub/disk-cache.ts";
import { registeredCredentials } from "./hub/registered-credentials.ts";
import { throughEndpoint } from "./hub/endpoint.ts";
import type { Environment } from "./hub/endpoint.ts";
import { Hub } from "./hub/hub.ts";
import { callModel, certainModelFailure } from "./inference/call-model.ts";
import { modelFileShapes } from "./inference/inputs.ts";

export interface CatalogOptions {
  readonly credentials: Credentials;
  /** Folder of the cache for Spaces and models, shared by all windows. */
  readonly cacheFolder: string;
  readonly env: Environment;
  /**
   * Whether the person trusts the workspace. Until then the Hub is asked without their token, and no app is asked at all: a file
   * that somebody only looks at may name any address. Always by default.
   */
  readonly trusted?: () => boolean;
  /** Tests shorten some. */
  readonly timeouts?: Partial<GradioTimeouts>;
}

/** Information about Spaces and models, for checks and completion; calls use it too. */
export interface ServiceCatalog {
  readonly hub: Hub;
  readonly apis: ApiCache;
  readonly connections: Connections;
  /** Forgets what the previous account saw, because the account changed. With `cache`, also clears the cache on disk. */
  forget(what: { readonly cache: boolean }): Promise<void>;
}

export function createServiceCatalog({
  credentials: given,
  cacheFolder,
  env,
  trusted = () => true,
  timeouts,
}: CatalogOptions): ServiceCatalog {
  const credentials = registeredCredentials(given, env);
  const cache = new DiskCache(cacheFolder);
  const hub = new Hub(new HubClient({ credentials, env, trusted }), cache);
  const connections = new Connections(hub, credentials, { ...gradioTimeouts, ...timeouts }, trusted);
  return {
    hub,
    connections,
    apis: new ApiCache(cache, connections),
    forget: async (what) => {
      connections.forget();
      if (what.cache) await cache.clear();
    },
  };
}

export interface ServiceOptions extends CatalogOptions {
  readonly media: Media;
  /** Asks the person whether a Space may run on this machine. Refused by default. */
  readonly askLocalSpace?: AskLocalSpace;
}

/** Calls Gradio apps and inference providers, and knows what they offer. */
export function createServices(options: ServiceOptions): Services & ServiceCatalog {
  const { media, env } = options;
  const timeouts = { ...gradioTimeouts, ...options.timeouts };
  const sources = createServiceCatalog(options);
  const { hub, connections, apis } = sources;
  const local = new LocalSpaces(
    hub,
    env,
    new LocalPermission(options.cacheFolder, options.askLocalSpace ?? refuseLocalSpaces),
  );
  const sessions = new AppSessions();
  return {
    ...sources,
    hostOf: async (node) =>
      node.kind === "gradio"
        ? connections.hostOf(node.space)
        : new URL(throughEndpoint("https://router.huggingface.co/", env)).host,
    callSpace: async (node, inputs, context) => {
      const address = node.runLocally ? await local.addressOf(node.space, context) : node.space;
      const result = await callSpace(
        { connections, sessions, media, timeouts },
        node,
        address,
        inputs,
        context,
      );
      // Connecting has just looked it up.
      const commit = address === node.space ? await connections.commitOf(node.space) : undefined;
      return { ...result, ...(commit ? { commit } : {}) };
    },
    certainFailure: (node, signal) =>
      node.kind === "gradio"
        ? certainSpaceFailure(connections, node, signal)
        : certainModelFailure(hub, node, signal),
    callModel: (node, inputs, context) => callModel({ hub, media, env }, node, inputs, context),
    fileShapes: async (node, { ask }) => {
      if (node.kind === "inference") {
        const asked = ask && (await hub.model(node.model, { signal: ask }).catch(() => undefined));
        return modelFileShapes(node, asked ?? hub.peekModel(node.model));
      }
      const asked = ask && (await apis.get(node.space, { signal: ask }).catch(() => undefined));
      const known = asked ?? apis.peek(node.space);
      const endpoint = known?.kind === "known" ? findEndpoint(known.api, node.apiName) : undefined;
      const parameters = endpoint?.parameters ?? [];
      return new Map(parameters.map(({ name, jsonType }) => [name, fileShapeOf(jsonType)]));
    },
    stateUse: async (node, { ask }) => {
      const asked = ask && (await apis.get(node.space, { signal: ask }).catch(() => undefined));
      const known = asked?.kind === "known" ? asked : apis.peek(node.space);
      if (!known) return undefined;
      const { states } = known.api;
      const index = endpointIndex(known.api, node.apiName);
      const { reads, writes } = index === undefined ? { reads: [], writes: [] } : stateUseOf(states, index);
      // A Space and its local copy are two apps.
      return { app: `${node.runLocally ? "local " : ""}${appName(node.space, hub.endpoint)}`, reads, writes };
    },
    commitOf: async (node) => {
      if (node.kind === "gradio") return connections.commitOf(node.space);
      const found = await hub.model(node.model).catch(() => undefined);
      return found?.kind === "found" ? found.info.sha : undefined;
    },
    dispose: () => local.dispose(),
  };
}
