import { StepError, type StepFailure } from "../../failures/failure.ts";
import { filesOf, initialValue } from "../../components/component-queries.ts";
import { filePlaces } from "../../components/file-positions.ts";
import { canvasInputs } from "../../graph/canvas-inputs.ts";
import { asksPerson, callsService } from "../../graph/node-kinds.ts";
import type { FallbackUse } from "../../sheets/store.ts";
import type { GraphDescription } from "../../graph/description.ts";
import type { SelectedVariants } from "../../graph/variants.ts";
import { plan, type Scope } from "../../plan/planner.ts";
import { resolveGraph, type ResolvedGraph, type StatesOf } from "../../plan/resolved-graph.ts";
import { executorsOf } from "../../run/executors/all.ts";
import { humanExecutor, type Ask } from "../../run/executors/human.ts";
import type { Executors } from "../../run/executor.ts";
import { Executions } from "../../run/executions.ts";
import { preflight } from "../../run/preflight.ts";
import { Run, type RunEnvironment } from "../../run/run.ts";
import { producedOf, type Settled } from "../../run/settled.ts";
import type { Generation } from "../../run/workflow-code.ts";
import type { Values } from "../../values/value.ts";
import { lookAgain } from "../runs/look-again.ts";
import type { RunnableGraph } from "../runs/graph-runs.ts";
import type { SheetData } from "../sheets/sheet-data.ts";
import type { CallFailure, CallOutcome, CallRequest, CallState } from "./call.ts";
import { CallFacts } from "./call-facts.ts";
import { SheetsByName, type NamedSheets } from "./sheets-by-name.ts";
import { ResultCache } from "./result-cache.ts";
import { Watchers } from "./watchers.ts";

export type CallableGraph = RunnableGraph & NamedSheets;

/** A graph with its choices made, as often as it is called so. */
interface Resolved {
  readonly graph: ResolvedGraph;
  /** What asks a person: its answer depends on the call. */
  readonly asking: ReadonlySet<string>;
  readonly callsService: boolean;
  /** Whether a component brings along a file, which may have changed. */
  readonly startsWithFiles: boolean;
}

/**
 * Calls of one graph by programs. They run side by side, each on a sheet of its own in memory, and share what runs and what ran
 * under the same key.
 */
export class GraphCalls {
  readonly #results: ResultCache;
  readonly #watchers: Watchers;
  readonly #executions: Executions;
  readonly #sheets: SheetsByName;
  readonly #runs = new Set<Run>();
  #executors: { readonly generation: Generation; readonly executors: Executors } | undefined;
  #resolved:
    | {
        readonly graph: GraphDescription;
        readonly statesOf: StatesOf;
        readonly byPicks: Map<string, Resolved>;
      }
    | undefined;

  constructor(private readonly of: CallableGraph) {
    this.#results = new ResultCache(of.context.parts.media);
    this.#watchers = new Watchers((record) => this.#results.add(record));
    this.#executions = new Executions(this.#watchers);
    this.#sheets = new SheetsByName(of);
  }

  /**
   * Calls nodes of the graph with the code that was loaded last, and waits for them.
   *
   * @throws {StepError} where the file cannot be loaded, or a Space was updated and the settings make that an error
   */
  async call(request: CallRequest): Promise<CallOutcome> {
    const { code } = this.of;
    if (!code.generation) await code.ensureLoaded();
    const { generation } = code;
    if (!generation) throw new StepError(code.problem);
    const release = code.hold(generation);
    let releaseSheet: (() => void) | undefined;
    try {
      const sheet = request.sheet === undefined ? undefined : await this.#sheets.get(request.sheet);
      releaseSheet = sheet?.hold();
      const run = await this.#start(request, generation, sheet?.data);
      const settled = await run.done;
      if (sheet) await this.#sheets.keep(sheet, run.plan.resolvedGraph, settled, request);
      return outcomeOf(run, request);
    } finally {
      releaseSheet?.();
      release();
    }
  }

  /** Stops everything. */
  stop(): void {
    for (const run of [...this.#runs]) run.stop();
  }

  async #start(request: CallRequest, generation: Generation, sheet: SheetData | undefined): Promise<Run> {
    const { inputs = {}, picks = {}, answers = {}, targets, fresh = false, signal } = request;
    const graph = graphOf(generation, this.of.graph!);
    let resolved = this.#resolve(graph, picks);
    const { asking } = resolved;
    const shared = {
      acceptedCommit: (node: string) => this.of.commits.acceptedCommit(node),
      fileInput: (input: string) => this.of.fileInputs.get(input),
      untrustedInputs: this.of.context.served,
    };
    const facts = new CallFacts({ inputs, picks, shared, results: this.#results, sheet, anew: asking });
    const scope: Scope = { type: "to", nodes: targets, forced: fresh };
    let planned = plan(resolved.graph, facts, scope);
    const { callsService } = resolved;
    if (callsService || resolved.startsWithFiles) {
      await lookAgain(this.of, graph, callsService ? planned : undefined);
      // What was learnt of files and of the apps' states may change what runs.
      resolved = this.#resolve(graph, picks);
      planned = plan(resolved.graph, facts, scope);
    }
    const failures = callsService ? await preflight(planned, this.of.services) : undefined;
    // What others wait for, or what only this call may use.
    const executions = fresh || asking.size > 0 ? new Executions(this.#watchers) : this.#executions;
    const executors = this.#executorsOf(graph, generation);
    const environment: RunEnvironment = {
      known: facts,
      executions,
      tools: {
        executors: asking.size > 0 ? withAnswers(executors, answers) : executors,
        groups: this.of.context.parts.groups,
        kept: {},
      },
      loadResult: (node, result) => facts.load(node, result),
      patient: true,
      mayReuse: (node) => !fresh && this.#results.isWorthWaiting(node),
      refused: signal?.aborted ? new Map() : failures?.size ? refusals(failures) : undefined,
    };
    const { onNodeState } = request;
    const run: Run = new Run(planned, environment, {
      ...(onNodeState && {
        executing: (_run, execution) => this.#watchers.watch(execution, onNodeState),
      }),
      settled: (_run, settled) => {
        if ("record" in settled && settled.record) facts.settled(settled.record);
        onNodeState?.(nameOf(settled), stateOf(settled));
      },
    });
    this.#runs.add(run);
    const stop = () => run.stop();
    signal?.addEventListener("abort", stop, { once: true });
    void run.done.then(() => {
      signal?.removeEventListener("abort", stop);
      this.#runs.delete(run);
    });
    return run.start();
  }

  #resolve(graph: GraphDescription, picks: SelectedVariants): Resolved {
    const { of: statesOf } = this.of.appStates;
    if (this.#resolved?.graph !== graph || this.#resolved.statesOf !== statesOf)
      this.#resolved = { graph, statesOf, byPicks: new Map() };
    const { byPicks } = this.#resolved;
    const key = JSON.stringify(picks);
    let found = byPicks.get(key);
    if (!found) {
      const resolved = resolveGraph(graph, picks, statesOf);
      const nodes = resolved.planNodes.map(({ node }) => node);
      const asking = new Set(nodes.filter((node) => asksPerson(node)).map(({ name }) => name));
      found = {
        graph: resolved,
        asking,
        callsService: nodes.some((node) => callsService(node)),
        startsWithFiles: canvasInputs(graph).some(
          ({ component }) => filePlaces(filesOf(component), initialValue(component)).length > 0,
        ),
      };
      // Names that no choice has make more of them.
      if (byPicks.size > 100) byPicks.clear();
      byPicks.set(key, found);
    }
    return found;
  }

  #executorsOf({ name }: GraphDescription, generation: Generation): Executors {
    if (this.#executors?.generation !== generation) {
      const { media, scratch, roots, remote } = this.of.context.parts;
      const hostLimit = () => this.of.context.settings.hostLimit;
      const executors = executorsOf(name, generation, {
        services: this.of.services,
        media,
        scratch,
        roots,
        remote,
        ask: noAnswer,
        hostLimit,
      });
      this.#executors = { generation, executors };
    }
    return this.#executors.executors;
  }
}

/** The graph as the generation knows it: the session may be about to take over a newer one. */
function graphOf({ description }: Generation, graph: GraphDescription): GraphDescription {
  return description.graphs.find(({ name }) => name === graph.name) ?? graph;
}

function withAnswers(executors: Executors, answers: Values): Executors {
  const ask: Ask = (node, question, signal) => {
    const answer = Object.hasOwn(answers, node) ? answers[node] : undefined;
    return answer === undefined ? noAnswer(node, question, signal) : Promise.resolve(answer);
  };
  return { ...executors, byKind: { ...executors.byKind, human: humanExecutor(ask) } };
}

const noAnswer: Ask = (node, { message }) =>
  Promise.reject(
    new StepError({
      message: `'${node}' asks a person: "${message}" Nobody can answer during a call.`,
      help: "Give the answer along with the inputs.",
    }),
  );

const notBegun = "The call did not begin, and nothing was called.";

function refusals(failures: ReadonlyMap<string, StepFailure>): ReadonlyMap<string, StepFailure> {
  return new Map(
    [...failures].map(([name, failure]) => [
      name,
      { ...failure, help: `${failure.help ?? ""} ${notBegun}`.trim() },
    ]),
  );
}

function nameOf({ planNode }: Settled): string {
  return planNode.choice ?? planNode.name;
}

function stateOf(settled: Settled): CallState {
  switch (settled.type) {
    case "ran":
    case "reused": {
      const { outputs, fallback } = settled.record;
      return { type: "settled", how: settled.type, outputs, ...(fallback && { fallback }) };
    }
    case "passed":
      return { type: "settled", how: "passed", outputs: settled.produced.outputs };
    case "failed": {
      const { failure, because } = settled;
      return { type: "failed", failure, ...(because !== undefined && { because }) };
    }
    case "stopped":
      return { type: "stopped" };
  }
}

function outcomeOf(
  { plan: { resolvedGraph }, settled, stopped }: Run,
  { targets, signal }: CallRequest,
): CallOutcome {
  const byNode = new Map(settled.map((one) => [one.planNode.name, one]));
  const outputs: Record<string, Values> = {};
  for (const target of targets) {
    const found = byNode.get(resolvedGraph.byName.get(target)?.name ?? target);
    const produced = found && found.type !== "failed" ? producedOf(found) : undefined;
    if (produced) outputs[target] = produced.outputs;
  }
  const failures = settled.flatMap((one): CallFailure[] => {
    if (one.type !== "failed") return [];
    const { failure, because } = one;
    return [{ node: nameOf(one), failure, ...(because !== undefined && { because }) }];
  });
  const fallbacks: Record<string, FallbackUse> = {};
  for (const one of settled) {
    const use = one.type === "ran" || one.type === "reused" ? one.record.fallback : undefined;
    if (use) fallbacks[nameOf(one)] = use;
  }
  const isRefused = failures.length > 0;
  return { outputs, failures, fallbacks, stopped: signal?.aborted === true || (stopped && !isRefused) };
}
