import { AllowedPaths } from "../../../src/runtime/files/allowed-paths.ts";
import type { Media } from "../../../src/runtime/files/media.ts";
import type { Json, Values } from "../../../src/runtime/values/value.ts";
import { CallQueue } from "../../../src/runtime/process/child/calls/call-queue.ts";
import { FileGeneration } from "../../../src/runtime/process/file-generation.ts";
import type { Packed } from "../../../src/runtime/rpc/chunks.ts";
import type { CallRequest } from "../../../src/runtime/process/protocol.ts";
import { PooledProcess } from "../../../src/runtime/process/pool/pooled-process.ts";
import type { WorkflowProcess } from "../../../src/runtime/process/pool/workflow-process.ts";
import type { Executors } from "../../../src/runtime/run/executor.ts";
import { fnExecutor } from "../../../src/runtime/run/executors/fn.ts";
import { StepError } from "../../../src/runtime/failures/failure.ts";
import { UserCode } from "../../../src/runtime/run/user-code.ts";
import { fn } from "./graphs.ts";
import type { InThread } from "./in-thread.ts";

/**
 * Runs function nodes as workflow processes do, one at a time behind calls that were sent ahead, but with functions of the
 * test and without a process: only what crosses the wire is played.
 */
export function inTurns(run: InThread): Executors {
  const turns = new CallQueue();
  const inline = (value: Json): Packed => ({ kind: "inline", value });
  const valueOf = (packed: Packed) => (packed as Packed & { kind: "inline" }).value;
  const aborts = new Map<number, AbortController>();
  const never = new Promise<never>(() => {});

  const start = async ({ id, call }: CallRequest, inputs: Values): Promise<Json> => {
    const abort = new AbortController();
    aborts.set(id, abort);
    seat.calls.get(id)?.onEvent({ type: "started", call: id });
    const { node } = call;
    try {
      return (await run(inputs, { signal: abort.signal, emit: () => {} }, fn(node))) as Json;
    } catch (error) {
      throw new StepError({ message: (error as Error).message });
    }
  };
  const process = {
    transfers: { pack: (value: Json) => Promise.resolve(inline(value)), unpack: valueOf },
    call: async (request: CallRequest) => {
      const given = valueOf(request.values) as Values;
      const { id, turn } = request;
      if (!turn) return start(request, given);
      return turns.run(id, turn, (wired) => start(request, { ...given, ...wired }));
    },
    ready: () => never,
    recall: (id: number) => turns.recall(id),
    abort: (id: number) => aborts.get(id)?.abort(),
    kill: () => Promise.resolve(),
    gone: never,
    ended: never,
  };
  const seat = new PooledProcess(process as unknown as WorkflowProcess);
  const generation = new FileGeneration({
    main: seat,
    loaded: {
      type: "loaded",
      description: { file: "/workflow.ts", graphs: [], files: [] },
      snapshot: {},
      notices: [],
    },
    start: () => never,
    debugged: false,
    onDispose: () => {},
  });
  const allowed = new AllowedPaths({ folder: "/nowhere", folders: [], allowed: [] });
  const media = { folder: "/nowhere" } as unknown as Media;
  const executor = fnExecutor(
    new UserCode("Test", generation, media, "/nowhere", "/nowhere", allowed),
    undefined,
  );
  const one = executor as never;
  return {
    byKind: { fn: one, gradio: one, inference: one, human: one },
    draw: () => ({}),
    fallback: () => ({ outputs: {} }),
  };
}
