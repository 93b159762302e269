import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { inRoot } from "../scripts/lib/paths.mjs";
import { Rpc } from "../src/runtime/rpc/rpc.ts";
import { defaults } from "../src/runtime/defaults.ts";
import type { EngineIntent } from "../src/runtime/protocol/intents.ts";
import type { EngineCalls, EngineEvent, HostCalls } from "../src/runtime/protocol/session.ts";
import { workerWire } from "../src/runtime/rpc/wires.ts";
import type { CanvasState } from "../src/runtime/protocol/canvas.ts";

/** A workflow, opened and loaded by the built engine as the editor does it. */
export interface OpenWorkflow {
  /** Runs every node again. Gives the milliseconds from the intent to the end of the run. */
  runAll(): Promise<number>;
  /** Runs one node, or also those before it that are not up to date; milliseconds to the end of the run. */
  runNode(node: string, mode?: "step" | "to-here"): Promise<number>;
  /** Gives a canvas input another value. */
  setInput(input: string, value: number | string): Promise<void>;
  state(): Promise<CanvasState>;
  /** Saves another text of the file; milliseconds until canvases are told of its graph. */
  save(text: string): Promise<number>;
  /** Ends the engine, and opens the same file with the same store in another one. */
  restart(): Promise<OpenWorkflow>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Puts something into the store of a file before the engine opens it. */
  readonly fill?: (data: string, file: string) => Promise<void>;
  /** Hears every event as the extension host does. */
  readonly hear?: (event: EngineEvent) => void;
}

/** Opens the text of a workflow file, with an empty store unless it is filled before. */
export async function openWorkflow(
  text: string,
  { fill, hear = () => {} }: OpenOptions = {},
): Promise<OpenWorkflow> {
  const folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
  const file = join(folder, "workflow.ts");
  await writeFile(file, text);

  await fill?.(join(folder, "data"), file);
  return startEngine(folder, hear);
}

async function startEngine(folder: string, hear: NonNullable<OpenOptions["hear"]>): Promise<OpenWorkflow> {
  const file = join(folder, "workflow.ts");
  const drawn: (() => void)[] = [];
  const ended: ((failed: readonly string[]) => void)[] = [];
  const worker = new Worker(inRoot("dist", "graph-worker.cjs"));
  const rpc = new Rpc<EngineCalls, HostCalls, EngineEvent>(
    workerWire(worker),
    {
      huggingFaceToken: () => undefined,
      login: () => undefined,
      askLocalSpace: () => ({ kind: "refused", help: "Benchmarks run no Space." }),
    },
    (event) => {
      hear(event);
      if (event.type === "run-ended") ended.splice(0).forEach((tell) => tell(event.failed));
      if (event.type === "canvas" && event.events.some((one) => one.type === "state" && one.state.graph))
        drawn.splice(0).forEach((tell) => tell());
      if (event.type === "log" && event.level === "error") console.error(event.text);
    },
  );
  await rpc.remote.start({
    data: join(folder, "data"),
    cache: join(folder, "cache"),
    dist: inRoot("dist"),
    roots: [folder],
    trusted: true,
    settings: {
      ...defaults,
      mediaLimit: 1e12,
      downloadLimit: 1e12,
      dependencyCheck: "skip",
    },
  });
  const { session } = await rpc.remote.open({ file });
  const { ok } = await rpc.remote.load({ session });
  if (!ok) throw new Error(JSON.stringify((await rpc.remote.snapshot({ session })).loading));

  async function run(intent: EngineIntent): Promise<number> {
    const end = new Promise<readonly string[]>((resolve) => ended.push(resolve));
    const start = performance.now();
    await rpc.remote.intent({ session, intent });
    const failed = await end;
    const milliseconds = performance.now() - start;
    if (failed.length) throw new Error(`Failed: ${failed.join(", ")}`);
    return milliseconds;
  }

  async function end(): Promise<void> {
    await rpc.remote.stop(null);
    await worker.terminate();
  }

  return {
    runAll: () => run({ type: "run-all", forced: true }),
    runNode: (node, mode = "step") => run({ type: "run", node, mode }),
    async setInput(input, value) {
      await rpc.remote.intent({ session, intent: { type: "set-input", input, value } });
    },
    state: () => rpc.remote.snapshot({ session }),
    async save(another) {
      await writeFile(file, another);
      const shown = new Promise<void>((resolve) => drawn.push(resolve));
      const start = performance.now();
      await Promise.all([shown, rpc.remote.saved({ paths: [file] })]);
      return performance.now() - start;
    },
    async restart() {
      await end();
      return startEngine(folder, hear);
    },
    async close() {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
