import type { LoadHook, ResolveHook } from "node:module";
import type { MessagePort } from "node:worker_threads";
import { ModuleCache } from "../../../compile/module-cache.ts";
import { Modules, type Snapshot } from "../../../compile/modules.ts";
import { type HookOptions, LoaderHooks } from "./hooks.ts";

// For Node before 22.15, which runs module hooks in a thread of its own. Modules come from the cache on disk, where the
// loading thread has put them.

export interface HooksThreadData extends HookOptions {
  readonly folder: string;
  readonly compiler: string;
  readonly port: MessagePort;
}

export interface HooksThreadMessage {
  readonly snapshot: Snapshot;
}

let hooks: LoaderHooks;

export function initialize({ dist, daggr, folder, compiler, port }: HooksThreadData): void {
  hooks = new LoaderHooks({ dist, daggr });
  port.on("message", ({ snapshot }: HooksThreadMessage) => {
    hooks.modules = new Modules(new ModuleCache(folder, compiler), snapshot);
    port.postMessage("ready");
  });
  port.unref();
}

// What `next` gives is a promise here; it is handed on as it is.
export const resolve: ResolveHook = (specifier, context, next) =>
  hooks.resolve(specifier, context, next as never);
export const load: LoadHook = (url, context, next) => hooks.load(url, context, next as never);
