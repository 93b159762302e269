import { parentPort } from "node:worker_threads";
import type { Handlers } from "../rpc/rpc.ts";
import { Rpc } from "../rpc/rpc.ts";
import type { EngineCalls, EngineEvent, HostCalls } from "../protocol/session.ts";
import { surviveStrayFailures } from "../failures/stray-failures.ts";
import { portWire } from "../rpc/wires.ts";
import { assembleEngine, type Assembled } from "./assemble.ts";
import type { EngineHandlers } from "./engine.ts";

// The graph worker: the engine behind a message port.

if (!parentPort) throw new Error("The graph worker runs in a worker thread only.");

let assembled: Promise<Assembled> | undefined;

async function engine(): Promise<EngineHandlers> {
  if (!assembled) throw new Error("The engine was not started.");
  return (await assembled).engine;
}

const handlers: Handlers<EngineCalls> = {
  start: async (start) => {
    assembled ??= assembleEngine({
      start,
      credentials: {
        huggingFaceToken: () => rpc.remote.huggingFaceToken(null),
        login: (origin) => rpc.remote.login({ origin }),
      },
      askLocalSpace: (request) => rpc.remote.askLocalSpace(request),
      emit: (event) => rpc.emit(event),
    });
    await assembled;
  },
  open: async (argument, signal) => (await engine()).open(argument, signal),
  load: async (argument, signal) => (await engine()).load(argument, signal),
  snapshot: async (argument, signal) => (await engine()).snapshot(argument, signal),
  intent: async (argument, signal) => (await engine()).intent(argument, signal),
  test: async (argument, signal) => (await engine()).test(argument, signal),
  debug: async (argument, signal) => (await engine()).debug(argument, signal),
  useRecording: async (argument, signal) => (await engine()).useRecording(argument, signal),
  saved: async (argument, signal) => (await engine()).saved(argument, signal),
  moved: async (argument, signal) => (await engine()).moved(argument, signal),
  forgetServices: async (argument, signal) => (await engine()).forgetServices(argument, signal),
  exportSheet: async (argument, signal) => (await engine()).exportSheet(argument, signal),
  importSheet: async (argument, signal) => (await engine()).importSheet(argument, signal),
  otherSheets: async (argument, signal) => (await engine()).otherSheets(argument, signal),
  copySheet: async (argument, signal) => (await engine()).copySheet(argument, signal),
  addFile: async (argument, signal) => (await engine()).addFile(argument, signal),
  pathOf: async (argument, signal) => (await engine()).pathOf(argument, signal),
  setTrusted: async (argument, signal) => (await engine()).setTrusted(argument, signal),
  setSettings: async (argument, signal) => (await engine()).setSettings(argument, signal),
  close: async (argument, signal) => (await engine()).close(argument, signal),
  stop: async () => {
    await (await assembled)?.stop();
  },
};

const rpc = new Rpc<HostCalls, EngineCalls, never, EngineEvent>(portWire(parentPort), handlers);

surviveStrayFailures((text) => rpc.emit({ type: "log", level: "error", text }));
