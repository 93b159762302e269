import module from "node:module";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { pathToFileURL } from "node:url";
import type { Modules } from "../../../compile/modules.ts";
import { type HookOptions, LoaderHooks } from "./hooks.ts";
import type { HooksThreadData, HooksThreadMessage } from "./hooks-thread.ts";

/** Gives the hooks the modules to serve; resolves when they do. */
export type UseModules = (modules: Modules) => Promise<void>;

interface SyncHooks {
  readonly registerHooks?: (hooks: { resolve: LoaderHooks["resolve"]; load: LoaderHooks["load"] }) => void;
}

/** Puts the hooks in place: in this thread where Node can (22.15 and later), else in Node's thread for hooks. */
export function registerHooks(options: HookOptions, cache: { folder: string; compiler: string }): UseModules {
  const { registerHooks: register } = module as SyncHooks;
  if (!register) return registerInThread(options, cache);
  const hooks = new LoaderHooks(options);
  register({
    resolve: (specifier, context, next) => hooks.resolve(specifier, context, next),
    load: (url, context, next) => hooks.load(url, context, next),
  });
  return (modules) => {
    hooks.modules = modules;
    return Promise.resolve();
  };
}

function registerInThread(options: HookOptions, cache: { folder: string; compiler: string }): UseModules {
  const { port1, port2 } = new MessageChannel();
  const data: HooksThreadData = { ...options, ...cache, port: port2 };
  module.register(pathToFileURL(join(options.dist, "workflow-hooks.cjs")), { data, transferList: [port2] });
  port1.unref();
  return (modules) =>
    new Promise((resolve) => {
      port1.once("message", () => resolve());
      const message: HooksThreadMessage = { snapshot: modules.takeSnapshot() };
      port1.postMessage(message);
    });
}
