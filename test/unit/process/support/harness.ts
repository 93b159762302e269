import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Json } from "../../../../src/runtime/values/value.ts";
import type {
  LoadOptions,
  LoadOutcome,
  WorkflowProcesses,
} from "../../../../src/runtime/process/load-options.ts";
import { type Generation, exclusiveGroup, type UserCall } from "../../../../src/runtime/run/workflow-code.ts";
import type { ConcurrencyGroup } from "../../../../src/runtime/run/concurrency-groups.ts";
import { createWorkflowProcesses, type ProcessesOptions } from "../../../../src/runtime/process/processes.ts";
import type { StepEvent } from "../../../../src/runtime/run/step/step-events.ts";
import { StepError, type StepFailure } from "../../../../src/runtime/failures/failure.ts";
import { processBundles } from "./bundles.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface CallOptions {
  readonly type?: "fn" | "preprocess";
  readonly group?: ConcurrencyGroup;
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly graph?: string;
}

/** Real workflow processes for the tests of one file: `open` before them, `close` after. */
export class Harness {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "daggr-process-")));
  readonly printed: string[] = [];
  processes!: WorkflowProcesses;
  #workspaces = 0;
  #loaded: Generation[] = [];

  /** For tests of one describe block: ends what a test has loaded, and keeps what a `before` has. */
  tidyAfterEach(): void {
    beforeEach(() => void (this.#loaded = []));
    afterEach(() => Promise.all(this.#loaded.map((generation) => generation.dispose())));
  }

  async open(options: Partial<ProcessesOptions> = {}): Promise<void> {
    const dist = await processBundles();
    this.processes = createWorkflowProcesses({
      dist,
      cache: join(this.folder, "cache"),
      roots: [],
      log: (_stream, text) => this.printed.push(text),
      ...options,
    });
  }

  async close(): Promise<void> {
    await this.processes.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A new workspace with these files; answers the path of its `workflow.ts`. */
  workspace(files: Files): string {
    const folder = join(this.folder, `workspace-${++this.#workspaces}`);
    this.write(folder, files);
    return join(folder, "workflow.ts");
  }

  write(folder: string, files: Files): void {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
  }

  load(file: string, options: Partial<LoadOptions> = {}): Promise<LoadOutcome> {
    const requests = { test: () => Promise.reject(new Error("not expected")) };
    return this.processes.load(file, { requests, timeout: 20, ...options });
  }

  /** Loads a workflow that must load. */
  async loaded(source: string | Files, options: Partial<LoadOptions> = {}): Promise<Workflow> {
    const file = this.workspace(typeof source === "string" ? { "workflow.ts": source } : source);
    const outcome = await this.load(file, options);
    if (outcome.type === "failed") throw new StepError(outcome.failure);
    this.#loaded.push(outcome.generation);
    return new Workflow(outcome.generation, file);
  }

  /** Loads a workflow that must not load. */
  async refused(source: string | Files, options: Partial<LoadOptions> = {}): Promise<Refusal> {
    const file = this.workspace(typeof source === "string" ? { "workflow.ts": source } : source);
    const outcome = await this.load(file, options);
    if (outcome.type === "failed") return { ...outcome.failure, file, files: outcome.files };
    throw new Error("It loaded.");
  }
}

export interface Refusal extends StepFailure {
  readonly file: string;
  readonly files: readonly string[];
}

/** A loaded workflow with one graph. */
export class Workflow {
  readonly events: StepEvent[] = [];
  #waiting: (() => void)[] = [];

  constructor(
    readonly generation: Generation,
    readonly file: string,
  ) {}

  get graph(): string {
    return this.generation.description.graphs[0]!.name;
  }

  get nodes() {
    return this.generation.description.graphs[0]!.nodes;
  }

  node(name: string) {
    const found = this.nodes.find((node) => node.name === name);
    if (!found) throw new Error(`No node ${name} among ${this.nodes.map((node) => node.name).join(", ")}.`);
    return found;
  }

  /** The value of the node's only output. */
  async output(
    node: string,
    inputs: Readonly<Record<string, Json>> = {},
    options: CallOptions = {},
  ): Promise<Json> {
    const outputs = (await this.call(node, inputs, options)) as Readonly<Record<string, Json>>;
    return Object.values(outputs)[0] ?? null;
  }

  call(node: string, inputs: Readonly<Record<string, Json>> = {}, options: CallOptions = {}): Promise<Json> {
    const { type = "fn", graph = this.graph } = options;
    return this.run({ type, graph, node, inputs }, options);
  }

  run(
    call: UserCall,
    { group = exclusiveGroup, timeout, signal = new AbortController().signal }: CallOptions = {},
  ): Promise<Json> {
    const emit = (event: StepEvent) => {
      this.events.push(event);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    };
    const files = join(dirname(this.file), "files");
    return this.generation.call(call, group, { signal, timeout, files, emit });
  }

  async failure(
    node: string,
    inputs: Readonly<Record<string, Json>> = {},
    options: CallOptions = {},
  ): Promise<StepFailure> {
    return failureOf(this.call(node, inputs, options));
  }

  /** Everything printed so far by calls. */
  get printed(): string {
    return this.events.map((event) => (event.type === "log" ? event.text : "")).join("");
  }

  /** Resolves when the events so far fulfil a condition. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  untilPrinted(text: string): Promise<void> {
    return this.until(() => this.printed.includes(text));
  }
}

export async function failureOf(promise: Promise<unknown>): Promise<StepFailure> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StepError) return error.failure;
    throw error;
  }
  throw new Error("It did not fail.");
}

/** A workflow of functions, by name, as the source of its file. */
export function workflowOf(functions: Readonly<Record<string, string>>, before = ""): string {
  const nodes = Object.entries(functions).map(([name, args]) => `const ${name} = new FnNode(${args});`);
  return [
    `import { FnNode, GradioNode, Graph, InputNode, gr } from "daggr";`,
    before,
    ...nodes,
    `export default new Graph({ name: "Test", nodes: [${Object.keys(functions).join(", ")}] });`,
  ].join("\n");
}
