import { dirname } from "node:path";
import type { StepFailure } from "../failures/failure.ts";
import type { GraphDescription } from "../graph/description.ts";
import type { Credentials } from "../hub/client.ts";
import type { Scope } from "../plan/planner.ts";
import { resolveGraph } from "../plan/resolved-graph.ts";
import type { LogLine, NodeState } from "../protocol/canvas.ts";
import type { EngineSettings } from "../protocol/session.ts";
import type { Ask } from "../run/executors/human.ts";
import type { Settled } from "../run/settled.ts";
import { assembleEngine, type Assembled, type AssembleOptions } from "../session/assemble.ts";
import type { GraphSession } from "../session/graph-session.ts";
import type { Json, Value, Values } from "../values/value.ts";
import { InvalidRequestError, inputChanges, type InputValue } from "./input-changes.ts";
import { copyResultFiles, type MediaPaths } from "./result-files.ts";
import { pathsOf, reportOf, type RunReport } from "./run-report.ts";

export interface HeadlessOptions {
  /** Absolute path of the workflow file. Its code runs: open only what the person trusts. */
  readonly file: string;
  /** Undefined: the default export, else the first graph. */
  readonly graph?: string;
  /** Folder in which sheets are kept. Undefined: a temporary one, which is removed at the end. */
  readonly data?: string;
  /** Folder for what is cached of Spaces, models and compiled modules. */
  readonly cache: string;
  /** Folder of the bundles. */
  readonly dist: string;
  /** Folder in which relative paths of inputs start. */
  readonly folder: string;
  readonly settings: EngineSettings;
  readonly credentials: Credentials;
  /** Asks the person whether a Space may run on this machine. Refused by default. */
  readonly askLocalSpace?: AssembleOptions["askLocalSpace"];
  log(text: string): void;
}

export type OpenOutcome =
  | { readonly type: "opened"; readonly workflow: HeadlessWorkflow }
  | { readonly type: "failed"; readonly failure: StepFailure };

/** How a run ended. */
export interface RunOutcome {
  readonly report: RunReport;
  readonly failures: readonly { readonly node: string; readonly failure: StepFailure }[];
}

export interface RunRequest {
  /** This node and what it needs; undefined: everything. */
  readonly node?: string;
  /** Begins although a step is certain to fail, so that services may be called in vain. */
  readonly anyway?: boolean;
  /** These run although their results are fresh. */
  readonly again?: readonly string[];
  /** Stops the run; what was finished is kept and reported. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a workflow for a program without a canvas, and loads its file.
 *
 * @throws {InvalidRequestError} where the file has no such graph
 */
export async function openWorkflow(options: HeadlessOptions): Promise<OpenOutcome> {
  const { file, graph, data, cache, dist, settings, credentials } = options;
  const roots = [...new Set([dirname(file), options.folder])];
  const assembled = await assembleEngine({
    start: { data, cache, dist, roots, trusted: true, first: file, settings },
    credentials,
    askLocalSpace: options.askLocalSpace,
    emit: (event) => {
      if (event.type === "log" && event.level !== "debug") options.log(event.text.trimEnd());
    },
    layout: false,
  });
  const session = await assembled.engine.graphSession(file, graph);
  if (await session.load())
    return { type: "opened", workflow: new HeadlessWorkflow(assembled, session, options) };
  const { loading } = session;
  await assembled.stop();
  if (loading.kind !== "failed")
    return { type: "failed", failure: { message: `'${file}' could not be loaded.` } };
  if (loading.failure.unknownGraph) throw new InvalidRequestError(loading.failure.message);
  return { type: "failed", failure: loading.failure };
}

/** An opened and loaded workflow: set inputs, run, read what came out, close. It works on the last used sheet. */
export class HeadlessWorkflow {
  constructor(
    private readonly assembled: Assembled,
    private readonly session: GraphSession,
    private readonly options: Pick<HeadlessOptions, "data" | "folder">,
  ) {}

  get graph(): GraphDescription {
    return this.session.graph!;
  }

  /** @throws {InvalidRequestError} where there is no such input, or a value does not fit */
  async setInputs(values: readonly InputValue[]): Promise<void> {
    const sheet = await this.session.openSheet();
    const { media } = this.assembled.engine.context.parts;
    sheet.data.change(...(await inputChanges(this.graph, values, media, this.options.folder)));
    sheet.view.rebuild();
  }

  /** Who answers the questions of human steps. */
  async answerWith(ask: Ask): Promise<void> {
    (await this.session.openSheet()).questions.answerer = ask;
  }

  /** Calls back with each line that a node prints, before the node ends. */
  async onPrinted(listener: (node: string, lines: readonly LogLine[]) => void): Promise<void> {
    (await this.session.openSheet()).runs.printed.add(listener);
  }

  /** Calls back with what changed in the state of a node: status, phase, progress, the last printed lines. */
  async onNodeState(listener: (node: string, change: Partial<NodeState>) => void): Promise<void> {
    const sheet = await this.session.openSheet();
    sheet.listeners.add((events) => {
      for (const event of events) {
        if (event.type === "node") listener(event.node, event.state);
        if (event.type === "nodes")
          for (const [node, state] of Object.entries(event.nodes)) listener(node, state);
      }
    });
  }

  /** @throws {InvalidRequestError} where there is no such node */
  async run({ node, again = [], anyway, signal }: RunRequest = {}): Promise<RunOutcome> {
    const sheet = await this.session.openSheet();
    const run = await this.session.runs.run(sheet, this.#scopeOf(node, again), { anyway, signal });
    const stop = () => run.stop();
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
    const settled = await run.done;
    // What happened in the last frame is told too.
    sheet.view.board.flush();
    signal?.removeEventListener("abort", stop);
    await this.session.saved();
    const media = await this.#resultPaths(
      settled.flatMap((step) => ("record" in step && step.record !== undefined ? [step.record.outputs] : [])),
    );
    return { report: reportOf(this.graph.name, settled, media), failures: settled.flatMap(failureOfStep) };
  }

  /** Runs one node alone, on example values where nothing is given; nothing is kept. Files of the result are paths. */
  async test(
    node: string,
    inputs: Readonly<Record<string, Value>>,
    signal?: AbortSignal,
  ): Promise<{ readonly result: Readonly<Record<string, Json>>; readonly type: string }> {
    const { result, type } = await this.session.runs.test(node, inputs, signal);
    return { result: pathsOf(result, await this.#resultPaths([result])), type };
  }

  /** Saves, and ends all processes. */
  async close(): Promise<void> {
    await this.assembled.stop();
  }

  #resultPaths(outputs: readonly Values[]): MediaPaths | Promise<MediaPaths> {
    const { media } = this.assembled.engine.context.parts;
    return this.options.data === undefined ? copyResultFiles(outputs, media) : media;
  }

  #scopeOf(node: string | undefined, again: readonly string[]): Scope {
    const { byName } = resolveGraph(this.graph, {});
    for (const name of node === undefined ? again : [node, ...again]) {
      if (byName.has(name)) continue;
      throw new InvalidRequestError(
        `The graph '${this.graph.name}' has no node '${name}'. It has ${[...byName.keys()].join(", ")}.`,
      );
    }
    return node === undefined ? { type: "all", again } : { type: "to", nodes: [node], again };
  }
}

function failureOfStep(step: Settled): { readonly node: string; readonly failure: StepFailure }[] {
  if (step.type !== "failed") return [];
  return [{ node: step.planNode.choice ?? step.planNode.name, failure: step.failure }];
}
