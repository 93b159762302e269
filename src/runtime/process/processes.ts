import { Compiler } from "../compile/compiler.ts";
import { StepError } from "../failures/failure.ts";
import { FileGeneration } from "./file-generation.ts";
import type { LoadOptions, LoadOutcome, WorkflowProcesses } from "./load-options.ts";
import { beginLoad, type Loading } from "./loading.ts";
import type { LoadReply, LoadRequest, WatchdogReport } from "./protocol.ts";
import { Seat } from "./seat.ts";
import { SpareProcess } from "./spare.ts";
import type { StartOptions } from "./start.ts";
import { WorkflowProcess } from "./workflow-process.ts";

export interface ProcessesOptions extends StartOptions {
  /** Told what is printed outside of any call: while a file loads, or by something that was left running. */
  log(stream: "stdout" | "stderr", text: string): void;
  /** Processes a workflow may have beside its main one; as many as the machine has cores where nothing is said. */
  readonly limit?: number;
}

/** Seconds a file's top level may take. */
const defaultTimeout = 30;

/** Starts workflow processes. They run code of the workspace: only call `load` where the person trusts it. */
export function createWorkflowProcesses(options: ProcessesOptions): WorkflowProcesses {
  return new Processes(options);
}

class Processes implements WorkflowProcesses {
  readonly #spare: SpareProcess;
  readonly #compiler: Compiler;
  readonly #generations = new Set<FileGeneration>();
  readonly #loading = new Set<WorkflowProcess>();

  constructor(private readonly options: ProcessesOptions) {
    this.#spare = new SpareProcess(options);
    this.#compiler = new Compiler(options);
  }

  prepare(file?: string): void {
    this.#spare.prepare();
    if (file !== undefined) void this.#compiler.compile(file);
  }

  async load(file: string, options: LoadOptions): Promise<LoadOutcome> {
    const { inspect, signal } = options;
    const limit = inspect ? 0 : (options.timeout ?? defaultTimeout) * 1000;
    // The process that is debugged is told so before anything else happens in it.
    const process = inspect ? new WorkflowProcess(this.options) : this.#spare.take();
    this.#loading.add(process);
    if (inspect) inspect((await process.remote.inspect(null)).port);

    // While the process starts.
    const snapshot = await this.#compiler.compile(file);
    const first = this.#seat(process, { file, limit, snapshot }, options, signal);
    const reply = await first.outcome;
    this.#loading.delete(process);
    this.#spare.refill();
    this.#compiler.prepare();
    if (reply.type === "failed") return reply;

    const generation: FileGeneration = new FileGeneration({
      main: first.seat,
      loaded: reply,
      debugged: inspect !== undefined,
      limit: this.options.limit,
      onDispose: () => this.#generations.delete(generation),
      start: async () => {
        const again = this.#seat(this.#spare.take(), { file, limit, snapshot: reply.snapshot }, options);
        again.generation = generation;
        const started = { seat: again.seat, reply: await again.outcome };
        this.#spare.refill();
        return started;
      },
    });
    first.generation = generation;
    this.#generations.add(generation);
    return { type: "loaded", generation };
  }

  async dispose(): Promise<void> {
    await Promise.all([
      this.#spare.close(),
      this.#compiler.dispose(),
      ...[...this.#loading].map((process) => process.kill()),
      ...[...this.#generations].map((generation) => generation.dispose()),
    ]);
  }

  #seat(
    process: WorkflowProcess,
    request: LoadRequest,
    options: LoadOptions,
    signal?: AbortSignal,
  ): LoadingSeat {
    return new LoadingSeat(process, request, options, this.options, signal);
  }
}

/** Gives a process its file, and passes on what comes from it. */
class LoadingSeat {
  readonly seat: Seat;
  generation: FileGeneration | undefined;
  readonly #loading: Loading;

  constructor(
    process: WorkflowProcess,
    request: LoadRequest,
    { requests }: LoadOptions,
    private readonly options: ProcessesOptions,
    signal?: AbortSignal,
  ) {
    this.seat = new Seat(process);
    process.own({
      onEvent: (event) => {
        if (event.type === "spoilt") this.generation?.spoil(this.seat);
        else this.seat.calls.get(event.call)?.onEvent(event);
      },
      onOutput: (stream, text) => this.#output(stream, text),
      onReport: (report: WatchdogReport) => this.#loading.onReport(report),
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
    const [only, ...more] = [...this.seat.calls.values()].filter(({ begun }) => begun);
    if (only && more.length === 0) only.onOutput(stream, text);
    else this.options.log(stream, text);
  }
}
