import inspector from "node:inspector";
import module from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ModuleCache } from "../../compile/module-cache.ts";
import { compilerVersion } from "../../compile/module-cache.ts";
import type { DaggrEngine } from "../../daggr/site.ts";
import type { Json } from "../../values/value.ts";
import { Rpc } from "../../rpc/rpc.ts";
import { pipeWire, userCodePipe } from "../../rpc/wires.ts";
import { StepError } from "../../failures/failure.ts";
import { Deferred } from "../deferred.ts";
import {
  descriptors,
  lostPipeExitCode,
  type ParentCalls,
  type ParentEvent,
  type ProcessCalls,
  type ProcessEvent,
  type ProcessStart,
} from "../protocol.ts";
import { ChunkTransfers } from "../../rpc/chunk-transfer.ts";
import { type LoadedWorkflow, runCall } from "./calls/calls.ts";
import { messageOf, stackOf } from "./failures.ts";
import { installGuards } from "./guards.ts";
import { load } from "./load/load.ts";
import { plainResult } from "./calls/outputs.ts";
import { captureOutput } from "./printing.ts";
import { Printer } from "../printer.ts";
import { registerHooks } from "./load/register.ts";
import { RunningCalls } from "./calls/running.ts";
import { CallQueue } from "./calls/call-queue.ts";
import { standardStreamsLost } from "./standard-streams.ts";
import { Watchdog } from "./start-watchdog.ts";

// The process where workflow files are loaded and their code runs: the only place where anything of the workspace does.

const dist = import.meta.dirname;
const start = JSON.parse(process.argv[2] ?? "{}") as ProcessStart;
const daggr = pathToFileURL(join(dist, "daggr-module.mjs")).href;

process.setSourceMapsEnabled(true);
/** Not in every Node that we run on. */
const compileCache = module as { enableCompileCache?(folder: string): void; flushCompileCache?(): void };
compileCache.enableCompileCache?.(join(start.cache, "node"));

const calls = new RunningCalls();
const turns = new CallQueue();
const aborts = new Map<number, AbortController>();
const loading = new Deferred<never>();
loading.promise.catch(() => {});
let state: "standby" | "loading" | "loaded" = "standby";
let workflow: LoadedWorkflow | undefined;
let inspecting = false;

const watchdog = new Watchdog(dist, start.memoryLimit);
const compiler = compilerVersion(dist);
const cache = new ModuleCache(start.cache, compiler);
const useModules = registerHooks({ dist, daggr }, { folder: start.cache, compiler });
const engine = import(daggr).then((loaded: { engine: DaggrEngine }) => loaded.engine);

/** Taken before the guards replace it. */
const { reallyExit } = process as typeof process & {
  reallyExit: (this: NodeJS.Process, code: number) => never;
};

/** Acknowledgements of partial outputs, by call. */
const waiting = new Map<number, () => void>();

const rpc = new Rpc<ParentCalls, ProcessCalls, ParentEvent, ProcessEvent>(
  pipeWire(new Socket({ fd: descriptors.messages }), {
    ...userCodePipe,
    // The engine is gone, or user code read or closed the pipe: nothing can be done for anybody any more.
    onEnd: () => reallyExit.call(process, lostPipeExitCode),
  }),
  {
    inspect: () => {
      inspector.open(0, "127.0.0.1");
      inspecting = true;
      return { port: Number(new URL(inspector.url() ?? "").port) };
    },
    load: async (request) => {
      state = "loading";
      if (inspecting) {
        inspector.waitForDebugger();
        await watchdog.stop();
      }
      const options = { dist, roots: start.roots, cache, useModules, watchdog, trouble: loading.promise };
      const loaded = await load(request, { ...options, engine: await engine });
      workflow = loaded.workflow;
      state = "loaded";
      (await engine).setTester(test);
      return loaded.reply;
    },
    ready: () => {},
    call: (request) => {
      if (!workflow) throw new StepError({ message: "No workflow is loaded in this process." });
      return runCall(request, workflow, { calls, turns, aborts, transfers, emit, taken, callNode }).finally(
        () => {
          if (standardStreamsLost()) emit({ type: "unusable", reason: "Its standard streams were closed." });
        },
      );
    },
  },
  (event) => {
    if (event.type === "chunk") transfers.receive(event);
    else if (event.type === "recall") turns.recall(event.call);
    else if (event.type === "abort") aborts.get(event.call)?.abort();
    else waiting.get(event.call)?.();
  },
);

const transfers = new ChunkTransfers((piece) => emit(piece));
const general = new Printer((stream, text) => emit({ type: "log", stream, text }));

function emit(event: ProcessEvent): void {
  rpc.emit(event);
}

function taken(call: number): Promise<void> {
  return new Promise<void>((resolve) => waiting.set(call, resolve)).then(() => void waiting.delete(call));
}

/** `node.test()`: the engine runs the node, with everything that belongs to that, and answers with the outputs. */
async function test(
  node: object,
  inputs: Readonly<Record<string, unknown>> | undefined,
): Promise<Readonly<Record<string, Json>>> {
  const place = (await engine).placeOf(node);
  if (!place) {
    throw new StepError({
      message: "This node is in no graph that the file exports, so it cannot be tested.",
      help: "Add it to the nodes of a graph, or to the 'calls' of the function that runs it by `context.call`.",
    });
  }
  const given = inputs && (await transfers.pack(plainResult(inputs, "fn")));
  return transfers.unpack(await rpc.remote.test({ ...place, inputs: given })) as Readonly<
    Record<string, Json>
  >;
}

/** `context.call()`: the engine knows which nodes the function may call. */
async function callNode(call: number, node: unknown, inputs: unknown): Promise<unknown> {
  const place = (await engine).isNode(node) ? (await engine).placeOf(node) : undefined;
  if (!place) {
    throw new StepError({
      message: (await engine).isNode(node)
        ? "context.call() was given a node that is in no graph."
        : "context.call() takes a node first, and its inputs by name after it.",
      help: "As in context.call(painter, { prompt }), with painter among the option 'calls' of the function's node.",
    });
  }
  if (inputs !== undefined && (typeof inputs !== "object" || inputs === null || Array.isArray(inputs))) {
    throw new StepError({
      message: `context.call() takes the inputs of '${place.node}' in one object, by name.`,
      help: `As in context.call(${place.node}, { prompt }).`,
    });
  }
  const given = await transfers.pack(plainResult(inputs ?? {}, "fn"));
  return transfers.unpack(await rpc.remote.call({ call, node: place.node, inputs: given }));
}

captureOutput((stream, text) => {
  const call = calls.current;
  if (call?.active) call.print(stream, text);
  else general.print(stream, text);
});

installGuards({
  calls,
  failLoad(error) {
    if (state !== "loading") return false;
    loading.reject(error);
    return true;
  },
  spoil(error) {
    general.print("stderr", `Something that the workflow left running failed: ${stackOf(error)}\n`);
    general.flush();
    emit({ type: "unusable", reason: messageOf(error) });
  },
});

// What Node made of the bundles is kept on disk for the next process; being killed, this one would not do it at its end.
setTimeout(() => {
  if (state === "standby") compileCache.flushCompileCache?.();
}, 50).unref();
