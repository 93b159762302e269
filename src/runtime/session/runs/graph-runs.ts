import { dirname } from "node:path";
import { StepError } from "../../failures/failure.ts";
import type { GraphDescription } from "../../graph/description.ts";
import { callsService } from "../../graph/node-kinds.ts";
import { plan, type Scope } from "../../plan/planner.ts";
import type { PlanNode, ResolvedGraph } from "../../plan/resolved-graph.ts";
import type { Run, RunListener } from "../../run/run.ts";
import type { Json, Value } from "../../values/value.ts";
import type { Code } from "../code/code.ts";
import type { Commits } from "../code/commits.ts";
import type { FileInputs } from "../code/file-inputs.ts";
import type { EngineContext } from "../engine-context.ts";
import type { OpenSheet } from "../sheets/open-sheet.ts";
import { testNode, type TestResult } from "./test-node.ts";

/** What running needs of an opened graph. */
export interface RunnableGraph {
  readonly file: string;
  readonly graph: GraphDescription | undefined;
  readonly code: Code;
  readonly commits: Commits;
  readonly fileInputs: FileInputs;
  readonly context: EngineContext;
  openSheet(): Promise<OpenSheet>;
}

/** Runs and tests the nodes of one opened graph, with the code that was loaded last. */
export class GraphRuns {
  constructor(private readonly of: RunnableGraph) {}

  /**
   * Runs a scope on a sheet. The file has to be loaded.
   *
   * @throws {StepError} where the file is not loaded, or a Space was updated and the settings make that an error
   */
  async run(sheet: OpenSheet, scope: Scope, listener: RunListener = {}): Promise<Run> {
    const { code, commits, fileInputs } = this.of;
    const { resolvedGraph } = sheet.view;
    if (code.generation === undefined || !resolvedGraph) throw new StepError(code.problem);
    const services = servicesToRun(resolvedGraph, sheet, scope);
    // They may have changed since they were looked at, which may change what runs.
    await fileInputs.take(resolvedGraph.graph, services);
    await commits.beforeUse(services);
    commits.assertUnchanged(services);
    const { generation } = code;
    const release = code.hold(generation);
    const run = sheet.run(scope, resolvedGraph.graph.name, generation, listener);
    void run.done.then(release);
    return run;
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
      throw new Error(`The graph '${graph}' is not open, so its nodes cannot be tested.`);
    }
    return (await this.test(node, inputs)).asPaths;
  }
}

/** The nodes that a run may call a Space or a model for. */
function servicesToRun(resolvedGraph: ResolvedGraph, { data }: OpenSheet, scope: Scope): readonly string[] {
  const calls = ({ node }: PlanNode) => callsService(node);
  if (!resolvedGraph.planNodes.some(calls)) return [];
  return plan(resolvedGraph, data, scope).steps.flatMap(({ planNode, action }) =>
    calls(planNode) && (action === "run" || action === "check") ? [planNode.name] : [],
  );
}
