import { dirname } from "node:path";
import { failureOf, type StepFailure } from "../failures/failure.ts";
import type { GraphDescription } from "../graph/description.ts";
import type { Credentials } from "../hub/client.ts";
import type { Scope } from "../plan/planner.ts";
import type { LogLine, NodeState } from "../protocol/canvas.ts";
import type { EngineSettings, EngineStart } from "../protocol/session.ts";
import type { Recordings } from "../recordings/services.ts";
import type { Ask } from "../run/executors/human.ts";
import type { Settled } from "../run/settled.ts";
import { assembleEngine, type Assembled, type AssembleOptions } from "../session/assemble.ts";
import type { GraphSession } from "../session/graph-session.ts";
import { didYouMean } from "../text/similarity.ts";
import type { FileRef, Value, Values } from "../values/value.ts";
import { editItems } from "../session/sheets/edit-items.ts";
import type { OpenSheet } from "../session/sheets/open-sheet.ts";
import { givenItems, type GivenItems } from "./given-items.ts";
import { InvalidRequestError, inputChanges, type InputValue } from "./input-changes.ts";
import { bypassNodes, pickVariant, planNodeOf, takeAsFresh } from "./node-changes.ts";
import { setupOf, type DrawnValue, type RunSetup } from "./run-setup.ts";
import { copyResultFiles, type MediaPaths } from "./result-files.ts";
import { pathsOf, reportOf, type RunReport, type TestReport } from "./run-report.ts";

export interface HeadlessOptions {
  /** Absolute path of the workflow file. Its code runs: open only what the person trusts. */
  readonly file: string;
  /** Undefined: the default export, else the first graph. */
  readonly graph?: string;
  /** Name of the sheet. Undefined: the last used one. */
  readonly sheet?: string;
  /** Folder in which sheets are kept. Undefined: a temporary one, which is removed at the end. */
  readonly data?: string;
  /** Folder for what is cached of Spaces, models and compiled modules. */
  readonly cache: string;
  /** Folder of the bundles. */
  readonly dist: string;
  /** Folder in which relative paths of inputs start. */
  readonly folder: string;
  readonly settings: EngineSettings;
  /** The queue by which functions run on other machines. */
  readonly queue?: EngineStart["queue"];
  readonly credentials: Credentials;
  /** Whoever gives inputs is not the author, so that what they type names no file and no private address. */
  readonly served?: boolean;
  /** Asks the person whether a Space may run on this machine. Refused by default. */
  readonly askLocalSpace?: AssembleOptions["askLocalSpace"];
  /** Calls are recorded, or answered from a recording. Live by default, and nothing is kept of them. */
  readonly recordings?: Recordings;
  /** For a debugger: called with the port of 127.0.0.1 where the file waits for one before it is loaded. */
  readonly inspect?: AssembleOptions["inspect"];
  /** Ends the load. */
  readonly signal?: AbortSignal | undefined;
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
  /** These pass their inputs on and do not run, this time. */
  readonly bypass?: readonly string[];
  /** The results of these count as fresh, whatever changed, this time. */
  readonly fresh?: readonly string[];
  /** Stops the run; what was finished is kept and reported. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a workflow for a program without a canvas, and loads its file.
 *
 * @throws {InvalidRequestError} where the file has no such graph
 */
export async function openWorkflow(options: HeadlessOptions): Promise<OpenOutcome> {
  const { file, graph, data, cache, dist, settings, credentials, signal } = options;
  const roots = [...new Set([dirname(file), options.folder])];
  const assembled = await assembleEngine({
    start: { data, cache, dist, roots, trusted: true, first: file, settings, queue: options.queue },
    credentials,
    askLocalSpace: options.askLocalSpace,
    served: options.served,
    inspect: options.inspect,
    emit: (event) => {
      if (event.type === "log" && event.level !== "debug") options.log(event.text.trimEnd());
    },
    layout: false,
  });
  const session = await assembled.engine.graphSession(file, graph);
  try {
    await session.services.use(options.recordings);
  } catch (error) {
    await assembled.stop();
    return { type: "failed", failure: failureOf(error) };
  }
  const stop = () => session.code.stopLoading();
  const loading = session.load();
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  const loaded = await loading;
  signal?.removeEventListener("abort", stop);
  if (loaded) return { type: "opened", workflow: new HeadlessWorkflow(assembled, session, options) };
  await assembled.stop();
  const { loading: state } = session;
  if (state.kind !== "failed")
    return { type: "failed", failure: { message: `'${file}' could not be loaded.` } };
  if (state.failure.unknownGraph) throw new InvalidRequestError(state.failure.message);
  return { type: "failed", failure: state.failure };
}

/** An opened and loaded workflow: set inputs, run, read what came out, close. It works on one sheet. */
export class HeadlessWorkflow {
  /** Items of lists that were given and not edited yet. */
  #items: GivenItems[] = [];

  constructor(
    private readonly assembled: Assembled,
    private readonly session: GraphSession,
    private readonly options: Pick<HeadlessOptions, "data" | "folder" | "sheet">,
  ) {}

  get graph(): GraphDescription {
    return this.session.graph!;
  }

  /** All graphs of the file. */
  get graphs(): readonly GraphDescription[] {
    return this.session.code.generation!.description.graphs;
  }

  /**
   * Sets inputs of the canvas, and the items of editable lists: those are edited in the next run, once the node has made them.
   *
   * @throws {InvalidRequestError} where there is no such input, or a value does not fit
   */
  async setInputs(values: readonly InputValue[]): Promise<void> {
    const sheet = await this.#openSheet();
    const { media } = this.assembled.engine.context.parts;
    const { folder } = this.options;
    const inputs: InputValue[] = [];
    for (const value of values) {
      const items = await givenItems(this.graph, value, media, folder);
      if (items === undefined) inputs.push(value);
      else this.#items.push(items);
    }
    sheet.data.change(...(await inputChanges(this.graph, inputs, media, folder)));
    sheet.view.rebuild();
  }

  /** Selects a variant of a choice. @throws {InvalidRequestError} where there is no such choice or variant */
  async pick(choice: string, variant: string): Promise<void> {
    pickVariant(this.graph, await this.#openSheet(), choice, variant);
  }

  /** Who answers the questions of human steps. */
  async answerWith(ask: Ask): Promise<void> {
    (await this.#openSheet()).questions.answerer = ask;
  }

  /** Calls back with each line that a node prints, before the node ends. */
  async onPrinted(listener: (node: string, lines: readonly LogLine[]) => void): Promise<void> {
    (await this.#openSheet()).runs.printed.add(listener);
  }

  /** Calls back with what changed in the state of a node: status, phase, progress, the last printed lines. */
  async onNodeState(listener: (node: string, change: Partial<NodeState>) => void): Promise<void> {
    const sheet = await this.#openSheet();
    sheet.listeners.add((events) => {
      for (const event of events) {
        if (event.type === "node") listener(event.node, event.state);
        if (event.type === "nodes")
          for (const [node, state] of Object.entries(event.nodes)) listener(node, state);
      }
    });
  }

  /** Fixes what callables give. */
  async keepDrawn(values: readonly DrawnValue[]): Promise<void> {
    const sheet = await this.#openSheet();
    sheet.view.change(...values.map(({ input, value }) => ({ field: "kept", key: input, value }) as const));
  }

  /** What the sheet was given, and its results, for another run of the same. */
  async setup(): Promise<RunSetup> {
    return setupOf(this.graph, await this.#openSheet());
  }

  /** Takes a file in, for a value that is given. */
  takeFile(path: string): Promise<FileRef> {
    return this.assembled.engine.context.parts.media.addFile(path);
  }

  /** Where a file of a result is, until this is closed. */
  pathOf(file: FileRef): string {
    return this.assembled.engine.context.parts.media.pathOf(file);
  }

  /** @throws {InvalidRequestError} where there is no such node, or no result that could be fresh */
  async run(request: RunRequest = {}): Promise<RunOutcome> {
    const settled = await this.settle(request);
    const media = await this.#resultPaths(
      settled.flatMap((step) => ("record" in step && step.record !== undefined ? [step.record.outputs] : [])),
    );
    return { report: reportOf(this.graph.name, settled, media), failures: settled.flatMap(failureOfStep) };
  }

  /** As `run`, with all that the engine knows of each node: files are references, which `pathOf` leads to. */
  async settle(request: RunRequest = {}): Promise<readonly Settled[]> {
    const { node, again = [], bypass = [], fresh = [] } = request;
    const sheet = await this.#openSheet();
    const { graph } = this;
    for (const name of node === undefined ? again : [node, ...again]) planNodeOf(graph, sheet, name);
    const runBypassed = bypassNodes(graph, sheet, bypass);
    const runFresh = takeAsFresh(graph, sheet, fresh);
    const settled = await this.#runAll(sheet, request);
    runFresh();
    runBypassed();
    // What happened in the last frame is told too.
    sheet.view.board.flush();
    await this.session.saved();
    return settled;
  }

  /** Before all that was asked for, the nodes run whose items were given, and their items are edited. */
  async #runAll(sheet: OpenSheet, request: RunRequest): Promise<readonly Settled[]> {
    const { node, again = [] } = request;
    const given = this.#items.map((items) => ({
      ...items,
      planNode: planNodeOf(this.graph, sheet, items.node),
    }));
    this.#items = [];
    given.sort((one, other) => one.planNode.index - other.planNode.index);
    const before: Settled[] = [];
    for (const { node: name, planNode, port, items } of given) {
      before.push(...(await this.#runScope(sheet, { type: "to", nodes: [name], again }, request)));
      if (request.signal?.aborted || before.some(({ type }) => type === "failed")) return before;
      await editItems(sheet, planNode, port, items);
    }
    const ran = new Set(before.flatMap((step) => (step.type === "ran" ? nodeNames(step) : [])));
    const left = again.filter((name) => !ran.has(name));
    const scope: Scope =
      node === undefined ? { type: "all", again: left } : { type: "to", nodes: [node], again: left };
    return [...before, ...(await this.#runScope(sheet, scope, request))];
  }

  async #runScope(
    sheet: OpenSheet,
    scope: Scope,
    { anyway, signal }: RunRequest,
  ): Promise<readonly Settled[]> {
    const run = await this.session.runs.run(sheet, scope, { anyway, signal });
    const stop = () => run.stop();
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop, { once: true });
    const settled = await run.done;
    signal?.removeEventListener("abort", stop);
    return settled;
  }

  /** Runs one node alone, on example values where nothing is given; nothing is kept. Files of the result are paths. */
  async test(
    node: string,
    inputs: Readonly<Record<string, Value>>,
    signal?: AbortSignal,
  ): Promise<TestReport> {
    const { inputs: used, result, type } = await this.session.runs.test(node, inputs, signal);
    const media = await this.#resultPaths([used, result]);
    return { node, inputs: pathsOf(used, media), result: pathsOf(result, media), type };
  }

  /** Saves, and ends all processes. */
  async close(): Promise<void> {
    await this.assembled.stop();
  }

  /** @throws {InvalidRequestError} where there is no sheet of that name */
  #openSheet(): Promise<OpenSheet> {
    const { sheet } = this.options;
    if (sheet === undefined) return this.session.openSheet();
    const found = this.session.sheets.find(({ name }) => name === sheet);
    if (found) return this.session.openSheet(found.id);
    const names = this.session.sheets.map(({ name }) => name);
    throw new InvalidRequestError(
      `The graph '${this.graph.name}' has no sheet '${sheet}'.${didYouMean(sheet, names)}`,
    );
  }

  #resultPaths(outputs: readonly Values[]): MediaPaths | Promise<MediaPaths> {
    const { media } = this.assembled.engine.context.parts;
    return this.options.data === undefined ? copyResultFiles(outputs, media) : media;
  }
}

/** Under which names a node can be asked for. */
function nodeNames({ planNode: { name, choice = name } }: Settled): readonly string[] {
  return [name, choice];
}

/** Of each node that failed. */
export function failureOfStep(step: Settled): { readonly node: string; readonly failure: StepFailure }[] {
  if (step.type !== "failed") return [];
  return [{ node: step.planNode.choice ?? step.planNode.name, failure: step.failure }];
}
