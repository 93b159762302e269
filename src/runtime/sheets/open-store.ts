import { Worker } from "node:worker_threads";
import { Rpc } from "../rpc/rpc.ts";
import { workerWire } from "../rpc/wires.ts";
import { STORE_METHODS, type StoreCalls, type StoreStart } from "./worker-calls.ts";
import { LocalStore } from "./local-store.ts";
import type { SheetStore, StoreEvent } from "./store.ts";

export interface OpenStoreOptions extends StoreStart {
  /** Path of the bundle `store-worker.cjs`; undefined: the store works in the present thread. */
  readonly worker?: string;
}

/** Opens the store of a folder, or one in memory where no folder is given. */
export async function openStore({ worker, ...start }: OpenStoreOptions): Promise<SheetStore> {
  if (worker === undefined) return LocalStore.open(start);
  const thread = new Worker(worker, { name: "daggr-sheets" });
  const listeners: ((event: StoreEvent) => void)[] = [];
  const rpc = new Rpc<StoreCalls, Record<never, never>, StoreEvent>(workerWire(thread), {}, (event) => {
    for (const listener of listeners) listener(event);
  });
  try {
    const { notices } = await rpc.remote.open(start);
    // Each method sends its arguments as they are.
    const remote = rpc.remote as unknown as Record<
      string,
      (argument: readonly unknown[]) => Promise<unknown>
    >;
    const methods = STORE_METHODS.map((method) => [
      method,
      (...argument: readonly unknown[]) => remote[method]!(argument),
    ]);
    return {
      ...(Object.fromEntries(methods) as Omit<SheetStore, "notices" | "onEvent">),
      importSheet: (graph, path, { signal, complete = false } = {}) =>
        rpc.remote.importSheet([graph, path, { complete }], signal),
      notices,
      onEvent: (listener) => void listeners.push(listener),
      close: async () => {
        try {
          await rpc.remote.close([]);
        } finally {
          await thread.terminate();
        }
      },
    };
  } catch (error) {
    await thread.terminate();
    throw error;
  }
}
