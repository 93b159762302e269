import { dirname } from "node:path";
import { StepError, type StepFailure } from "../../failures/failure.ts";
import type { GraphDescription } from "../../graph/description.ts";
import { callsService } from "../../graph/node-kinds.ts";
import { plan, type Plan, type Scope } from "../../plan/planner.ts";
import { preflight } from "../../run/preflight.ts";
import type { Services } from "../../run/services.ts";
import type { Run, RunListener } from "../../run/run.ts";
import type { Json, Value } from "../../values/value.ts";
import { quoteList } from "../../text/similarity.ts";
import type { Notices } from "../canvas/notices.ts";
import type { Code } from "../code/code.ts";
import type { EngineContext } from "../engine-context.ts";
import type { OpenSheet } from "../sheets/open-sheet.ts";
import { lookAgain, type Surroundings } from "./look-again.ts";
import { testNode, type TestResult } from "./test-node.ts";

const notBegun =
  "The run did not begin, and nothing was called. 'Run anyway' on the canvas, or --anyway in the terminal, begins it all the same.";

/** What running needs of an opened graph. */
export interface RunnableGraph extends Surroundings {
  readonly file: string;
  readonly graph: GraphDescription | undefined;
  readonly code: Code;
  readonly notes: Notices;
  readonly context: EngineContext;
  readonly services: Services;
  openSheet(): Promise<OpenSheet>;
}

export interface StartOptions extends RunListener {
  /** Begins although a step is certain to fail. */
  readonly anyway?: boolean;
  /** Where it aborts before the run begins, the run does not. */
  readonly signal?: AbortSignal;
}

/** Runs and tests the nodes of one opened graph, with the code that was loaded last. */
export class GraphRuns {
  /** Runs that did not begin, by the notice that offers to begin them. */
  readonly #refused = new Map<string, { readonly sheet: OpenSheet; readonly scope: Scope }>();

  constructor(private readonly of: RunnableGraph) {}

  /**
   * Runs a scope on a sheet. The file has to be loaded. The run does not begin where a service would be called in vain, because
   * another step is certain to fail; it then settles with that failure at once.
   *
   * @throws {StepError} where the file is not loaded, or a Space was updated and the settings make that an error
   */
  async run(sheet: OpenSheet, scope: Scope, options: StartOptions = {}): Promise<Run> {
    const { code, notes } = this.of;
    const { anyway, signal, ...listener } = options;
    const { resolvedGraph } = sheet.view;
    if (code.generation === undefined || !resolvedGraph) throw new StepError(code.problem);
    notes.over("run");
    this.#refused.clear();
    const { stops } = sheet.runs;
    const calls = resolvedGraph.planNodes.some(({ node }) => callsService(node));
    const planned = calls ? plan(resolvedGraph, sheet.data, scope) : undefined;
    await lookAgain(this.of, resolvedGraph.graph, planned);
    const refused = anyway === true || !planned ? undefined : await this.#refusedBy(planned, sheet, scope);
    const isStopped = sheet.runs.stops !== stops || signal?.aborted === true;
    const { generation } = code;
    const release = code.hold(generation);
    const run = sheet.run(scope, resolvedGraph.graph.name, generation, {
      ...listener,
      refused: isStopped ? new Map() : refused,
    });
    void run.done.then(release);
    return run;
  }

  /**
   * Goes on with the steps of a sheet whose jobs an engine that is no more left in the queue. They are found by their keys; a step that
   * would run something else today waits for the person.
   */
  async goOn(sheet: OpenSheet): Promise<void> {
    const left = (await sheet.leftJobs?.take()) ?? new Map<string, string>();
    const { resolvedGraph } = sheet.view;
    if (left.size === 0 || !resolvedGraph) return;
    const evaluations = sheet.view.judge();
    const runsAlone = (name: string) => {
      const { steps } = plan(resolvedGraph, sheet.data, { type: "to", nodes: [name] }, evaluations);
      return steps.every(({ action, planNode }) =>
        planNode.name === name ? action === "run" : action === "reuse" || action === "pass",
      );
    };
    const nodes = evaluations.flatMap(({ planNode: { name }, key }) =>
      key !== undefined && left.get(name) === key && runsAlone(name) ? [name] : [],
    );
    if (nodes.length > 0) await this.run(sheet, { type: "to", nodes });
  }

  /** Begins a run that was refused. `notice`: the one that says so. */
  async runAnyway(notice: string): Promise<void> {
    const refused = this.#refused.get(notice);
    if (refused) await this.run(refused.sheet, refused.scope, { anyway: true });
  }

  /** Where a step is certain to fail: what, for the run to say. Its cards show it, and a notice offers to run all the same. */
  async #refusedBy(
    planned: Plan,
    sheet: OpenSheet,
    scope: Scope,
  ): Promise<ReadonlyMap<string, StepFailure> | undefined> {
    const failures = await preflight(planned, this.of.services);
    if (failures.size === 0) return undefined;
    const notice = this.of.notes.add(
      "warning",
      `The run did not begin, since ${quoteList([...failures.keys()])} would fail. Nothing was called.`,
      "run",
      [{ type: "run-anyway", title: "Run anyway" }],
    );
    this.#refused.set(notice, { sheet, scope });
    return new Map(
      [...failures].map(([name, failure]) => [
        name,
        { ...failure, help: `${failure.help ?? ""} ${notBegun}`.trim() },
      ]),
    );
  }

  /** Runs one node alone, on example values where nothing is given. Loads the file first unless that was done. */
  async test(
    node: string,
    inputs: Readonly<Record<string, Value>> | undefined,
    signal?: AbortSignal,
  ): Promise<TestResult> {
    const { code, context, file } = this.of;
    if (!(await code.ensureLoaded())) throw new StepError(code.problem);
    const sheet = await this.of.openSheet();
    const graph = this.of.graph!;
    const generation = code.generation!;
    const release = code.hold(generation);
    const tools = {
      graph,
      executors: sheet.executors(graph.name, generation),
      groups: context.parts.groups,
      media: context.parts.media,
      folder: dirname(file),
      shown: (name: string) =>
        sheet.data.shown(sheet.view.resolvedGraph?.byName.get(name)?.name ?? name)?.outputs,
    };
    return testNode(tools, node, inputs ?? {}, signal).finally(release);
  }

  /** `node.test()` in workflow code. */
  async testRequested(
    graph: string,
    node: string,
    inputs: Readonly<Record<string, Json>> | undefined,
  ): Promise<Readonly<Record<string, Json>>> {
    if (graph !== this.of.graph?.name) {
      throw new StepError({
        message: `The graph '${graph}' is not open, so '${node}' cannot be tested.`,
        help: "A function runs a node by `context.call(node, inputs)`: list it in the option 'calls' of the function's node.",
      });
    }
    return (await this.test(node, inputs)).asPaths;
  }
}
