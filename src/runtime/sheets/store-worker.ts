// The store's worker: one store, which the first call opens.
import { parentPort } from "node:worker_threads";
import { surviveStrayFailures } from "../failures/stray-failures.ts";
import { Rpc, type Handlers } from "../rpc/rpc.ts";
import { portWire } from "../rpc/wires.ts";
import { STORE_METHODS, type StoreCalls, type StoreEvent } from "./worker-calls.ts";
import { LocalStore } from "./local-store.ts";

if (!parentPort) throw new Error("This file is the sheet store's worker; it is started by openStore().");

let store: LocalStore | undefined;

function opened(): LocalStore {
  if (!store) throw new Error("The sheets have not been opened.");
  return store;
}

const methods = STORE_METHODS.map((method) => [
  method,
  (argument: readonly unknown[]) =>
    (opened()[method] as (...argument: readonly unknown[]) => unknown)(...argument),
]);

const handlers = {
  ...Object.fromEntries(methods),
  // A signal does not cross by itself: the caller's becomes a cancellation, which becomes this one.
  importSheet: ([graph, path, choice], signal) => opened().importSheet(graph, path, { ...choice, signal }),
  open: async (start) => {
    store = await LocalStore.open(start);
    store.onEvent((event) => rpc.emit(event));
    return { notices: store.notices };
  },
} as Handlers<StoreCalls>;

const rpc = new Rpc<Record<never, never>, StoreCalls, never, StoreEvent>(portWire(parentPort), handlers);

surviveStrayFailures((text) => process.stderr.write(`${text}\n`));
