import { defaults } from "../defaults.ts";
import { Compiler } from "../compile/compiler.ts";
import { StepError } from "../failures/failure.ts";
import { FileGeneration } from "./file-generation.ts";
import type { LoadOptions, LoadOutcome, WorkflowProcesses } from "./load-options.ts";
import { beginLoad, type Loading } from "./loading.ts";
import type { LoadReply, LoadRequest, WatchdogReport } from "./protocol.ts";
import { PooledProcess } from "./pool/pooled-process.ts";
import { Printer } from "./printer.ts";
import { StandbyProcess } from "./pool/standby-process.ts";
import type { StartOptions } from "./pool/start-process.ts";
import { WorkflowProcess } from "./pool/workflow-process.ts";

export interface ProcessesOptions extends StartOptions {
  /** Called with output printed outside a call: while a file loads, or by code that a finished call left running. */
  log(stream: "stdout" | "stderr", text: string): void;
  /** Processes that a workflow may have in addition to its main one. By default as many as the machine has cores. */
  readonly limit?: number;
}

/** Starts workflow processes. They run code of the workspace: call `load` only if the person trusts it. */
export function createWorkflowProcesses(options: ProcessesOptions): WorkflowProcesses {
  return new Processes(options);
}

class Processes implements WorkflowProcesses {
  readonly #standby: StandbyProcess;
  readonly #compiler: Compiler;
  readonly #generations = new Set<FileGeneration>();
  readonly #loading = new Set<WorkflowProcess>();

  constructor(private readonly options: ProcessesOptions) {
    this.#standby = new StandbyProcess(options);
    this.#compiler = new Compiler(options);
  }

  prepare(file?: string): void {
    this.#standby.prepare();
    if (file !== undefined) void this.#compiler.compile(file);
  }

  async load(file: string, options: LoadOptions): Promise<LoadOutcome> {
    const { inspect, signal } = options;
    const limit = inspect ? 0 : (options.timeout ?? defaults.loadTimeout) * 1000;
    // The inspector must be open before anything else happens in the process.
    const process = inspect ? new WorkflowProcess(this.options) : this.#standby.take();
    this.#loading.add(process);
    if (inspect) inspect(await process.inspect());

    // Compiles while the process starts.
    const snapshot = await this.#compiler.compile(file);
    const first = this.#pooled(process, { file, limit, snapshot }, options, signal);
    const reply = await first.outcome;
    this.#loading.delete(process);
    this.#standby.refill();
    this.#compiler.prepare();
    if (reply.type === "failed") return reply;

    const generation: FileGeneration = new FileGeneration({
      main: first.pooled,
      loaded: reply,
      debugged: inspect !== undefined,
      limit: this.options.limit,
      onDispose: () => this.#generations.delete(generation),
      start: async () => {
        const again = this.#pooled(this.#standby.take(), { file, limit, snapshot: reply.snapshot }, options);
        again.generation = generation;
        const started = { pooled: again.pooled, reply: await again.outcome };
        this.#standby.refill();
        return started;
      },
    });
    first.generation = generation;
    this.#generations.add(generation);
    return { type: "loaded", generation };
  }

  async dispose(): Promise<void> {
    await Promise.all([
      this.#standby.close(),
      this.#compiler.dispose(),
      ...[...this.#loading].map((process) => process.kill()),
      ...[...this.#generations].map((generation) => generation.dispose()),
    ]);
  }

  #pooled(
    process: WorkflowProcess,
    request: LoadRequest,
    options: LoadOptions,
    signal?: AbortSignal,
  ): LoadingProcess {
    return new LoadingProcess(process, request, options, this.options, signal);
  }
}

/** Loads the file in a process, and passes the process's events on to calls, generation and log. */
class LoadingProcess {
  readonly pooled: PooledProcess;
  generation: FileGeneration | undefined;
  readonly #loading: Loading;
  /** What it prints outside calls, or while it runs several. */
  readonly #printer: Printer;

  constructor(
    process: WorkflowProcess,
    request: LoadRequest,
    { requests }: LoadOptions,
    options: ProcessesOptions,
    signal?: AbortSignal,
  ) {
    this.pooled = new PooledProcess(process);
    this.#printer = new Printer((stream, text) => options.log(stream, text));
    void process.ended.then(() => {
      this.#printer.flush();
    });
    process.own({
      onEvent: (event) => {
        if (event.type === "unusable") this.generation?.retireProcess(this.pooled);
        else this.pooled.calls.get(event.call)?.onEvent(event);
      },
      onOutput: (stream, text) => this.#output(stream, text),
      onReport: (report: WatchdogReport) => this.#loading.onReport(report),
      nodeCall: (call, node, inputs) => {
        const running = this.pooled.calls.get(call);
        if (running) return running.nodeCall(node, inputs);
        throw new StepError({ message: `The function that calls '${node}' has ended.` });
      },
      test: async ({ graph, node }, inputs) => {
        try {
          return await requests.test(graph, node, inputs);
        } catch (error) {
          throw error instanceof StepError ? error : new StepError({ message: (error as Error).message });
        }
      },
    });
    this.#loading = beginLoad(process, request, signal);
  }

  get outcome(): Promise<LoadReply> {
    return this.#loading.outcome;
  }

  #output(stream: "stdout" | "stderr", text: string): void {
    const [only, ...more] = [...this.pooled.calls.values()].filter(({ started }) => started);
    if (only && more.length === 0) only.onOutput(stream, text);
    else this.#printer.print(stream, text);
  }
}
