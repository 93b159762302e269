import { countsSince, isMadeSince } from "../plan/age.ts";
import { bypassed } from "../plan/bypass.ts";
import { inputsProduced, keyContext, type SheetFacts } from "../plan/evaluate.ts";
import { keyOfParts, partsOf, type KeyContext } from "../plan/keys.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import type { Plan, PlanStep } from "../plan/planner.ts";
import { type Produced } from "../plan/produced.ts";
import type { KeyParts, ResultId, ResultRecord } from "../sheets/store.ts";
import { callsOf } from "../graph/calls.ts";
import { CallSession, type CallEnvironment } from "./calls/call-session.ts";
import type { BeginCalls } from "./calls/node-calls.ts";
import { Prefetch } from "./prefetch.ts";
import type { Execution } from "./execution.ts";
import type { ItemMemory, ExecutionOutcome } from "./execution-task.ts";
import type { Executions } from "./executions.ts";
import { isPromise, type Maybe } from "./executor.ts";
import { StepError, failureOf, type StepFailure } from "../failures/failure.ts";
import { untrustedOutputs, type UntrustedOutputs } from "./untrusted-outputs.ts";
import { resolveInputs, originOf } from "./result-record.ts";
import type { StepTools } from "./step/run-step.ts";
import { stepStates } from "./step/step-states.ts";
import { heldBackBy, producedOf, type Settled } from "./settled.ts";
import { runs } from "../graph/node-kinds.ts";

export interface RunEnvironment {
  readonly known: SheetFacts;
  readonly executions: Executions;
  readonly tools: StepTools;
  /** Loads a result other than the one shown; undefined if it is gone. */
  loadResult(node: string, result: ResultId): Maybe<ResultRecord | undefined>;
  itemMemory?(node: string): ItemMemory;
  /** Whether its functions go behind what other runs have sent ahead. */
  readonly patient?: boolean;
  /** Whether a node may turn out to have a result for what is before it. By default one that shows a result. */
  mayReuse?(node: string): boolean;
  /** The run does not begin. What is certain to fail, by plan node, as `preflight` finds it; empty where it was stopped before. */
  readonly refused?: ReadonlyMap<string, StepFailure>;
}

export interface RunListener {
  /** It is about to run, or runs already for another run. */
  executing?(run: Run, execution: Execution): void;
  settled?(run: Run, settled: Settled): void;
  ended?(run: Run): void;
}

/**
 * Executes a plan. Nodes that do not depend on each other run at the same time, and a failure holds back only the nodes that
 * need its result. `done` resolves when every node of the plan has settled; it never rejects.
 */
export class Run {
  readonly startedAt = Date.now();
  readonly done: Promise<readonly Settled[]>;
  readonly #finished: Settled[] = [];
  readonly #settled: (Settled | undefined)[];
  readonly #produced: (Produced | undefined)[];
  readonly #steps = new Map<number, PlanStep>();
  /** For each plan node, the number of its upstream steps in this run that have not settled. */
  readonly #pending = new Map<number, number>();
  readonly #downstream = new Map<number, PlanStep[]>();
  readonly #ready: PlanStep[] = [];
  #next = 0;
  readonly #executing = new Map<number, Execution>();
  readonly #context: KeyContext;
  readonly #untrustedOf: (planNode: number) => UntrustedOutputs;
  readonly #prefetch: Prefetch;
  readonly #tools: StepTools;
  #working = false;
  #stopped = false;
  #resolve: (settled: readonly Settled[]) => void = () => {};

  constructor(
    readonly plan: Plan,
    private readonly environment: RunEnvironment,
    private readonly listener: RunListener = {},
  ) {
    const { resolvedGraph, evaluations, steps } = plan;
    this.done = new Promise((resolve) => (this.#resolve = resolve));
    this.#settled = new Array<undefined>(resolvedGraph.planNodes.length).fill(undefined);
    this.#produced = evaluations.map(({ produced }) => produced);
    this.#untrustedOf = untrustedOutputs(resolvedGraph, environment.known);
    this.#context = keyContext(resolvedGraph, environment.known, (index) => this.#produced[index]);
    this.#tools = { ...environment.tools, fileInput: (input) => environment.known.fileInput(input) };
    this.#prefetch = new Prefetch({
      steps: this.#steps,
      downstream: this.#downstream,
      executing: this.#executing,
      pending: this.#pending,
      mayReuse: (node) => environment.mayReuse?.(node) ?? environment.known.shown(node) !== undefined,
      context: this.#context,
      patient: environment.patient === true,
      isSettled: (index) => this.#settled[index] !== undefined,
    });
    for (const step of steps) this.#steps.set(step.planNode.index, step);
    for (const step of steps) {
      // Reusing the shown result needs nothing from upstream.
      const before = step.action === "reuse" ? [] : [...step.planNode.upstream, ...step.planNode.after];
      const upstream = [...new Set(before)].filter((index) => this.#steps.has(index));
      this.#pending.set(step.planNode.index, upstream.length);
      if (upstream.length === 0) this.#ready.push(step);
      for (const index of upstream) {
        const users = this.#downstream.get(index);
        if (users) users.push(step);
        else this.#downstream.set(index, [step]);
      }
    }
  }

  start(): this {
    if (this.plan.steps.length === 0) this.#end();
    else if (this.environment.refused) this.#refuse(this.environment.refused);
    else this.#work();
    return this;
  }

  #refuse(refused: ReadonlyMap<string, StepFailure>): void {
    this.#stopped = true;
    for (const { planNode } of this.#steps.values()) {
      const failure = refused.get(planNode.name);
      this.#settle(failure ? { type: "failed", planNode, failure } : { type: "stopped", planNode });
    }
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Names of the nodes that wait or run. */
  get open(): { readonly running: readonly string[]; readonly waiting: readonly string[] } {
    const running: string[] = [];
    const waiting: string[] = [];
    for (const [index, { planNode, action }] of this.#steps) {
      if (this.#settled[index] || action === "pass" || action === "reuse") continue;
      (this.#executing.has(index) ? running : waiting).push(planNode.name);
    }
    return { running, waiting };
  }

  get settled(): readonly Settled[] {
    return this.#finished;
  }

  /** Stops executions that no other run waits for, and settles the rest as stopped. Finished results stay. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    for (const [index, execution] of [...this.#executing]) {
      if (!execution.leave(this))
        this.#settle({ type: "stopped", planNode: this.#steps.get(index)!.planNode });
    }
    for (const [index, { planNode }] of this.#steps) {
      if (!this.#settled[index] && !this.#executing.has(index)) this.#settle({ type: "stopped", planNode });
    }
  }

  /** Stops a node that has not started. To stop a running node, stop its execution. */
  stopWaiting(node: string): void {
    for (const [index, { planNode }] of this.#steps) {
      if (planNode.name === node && !this.#settled[index] && !this.#executing.has(index)) {
        this.#settle({ type: "stopped", planNode });
      }
    }
    this.#work();
  }

  /** Processes steps that are ready. A loop, because recursion over a long chain would overflow the stack. */
  #work(): void {
    if (this.#working) return;
    this.#working = true;
    while (this.#next < this.#ready.length) {
      const step = this.#ready[this.#next++]!;
      if (this.#settled[step.planNode.index]) continue;
      try {
        const working = this.#process(step);
        if (isPromise(working)) working.catch((error: unknown) => this.#failed(step.planNode, error));
      } catch (error) {
        this.#failed(step.planNode, error);
      }
    }
    this.#working = false;
  }

  #failed(planNode: PlanNode, error: unknown): void {
    this.#settle({ type: "failed", planNode, failure: failureOf(error, planNode.node.source) });
    this.#work();
  }

  #process(step: PlanStep): Maybe<void> {
    const { planNode } = step;
    if (step.action === "reuse") {
      if (step.result !== undefined) return this.#reuseOther(planNode, step.result);
      return this.#settle({
        type: "reused",
        planNode,
        record: this.plan.evaluations[planNode.index]!.shown!,
      });
    }
    const held = heldBackBy(planNode, this.plan.resolvedGraph, (index) => ({
      settled: this.#settled[index],
      isProduced: this.#produced[index] !== undefined,
    }));
    if (held) return this.#settle(held);
    if (!runs(planNode.node)) {
      return this.#settle({
        type: "passed",
        planNode,
        produced: inputsProduced(planNode, this.environment.known),
      });
    }
    if (step.action === "pass") return this.#pass(planNode);
    const parts = partsOf(planNode, this.#context);
    const key = keyOfParts(parts, this.environment.known.shown(planNode.name));
    if (step.action === "check") {
      const shown = this.#stillFresh(planNode, key);
      if (shown) return this.#settle({ type: "reused", planNode, record: shown });
      const other = this.environment.known.withKey(planNode.name, key, countsSince(planNode.node));
      if (other !== undefined)
        return this.#reuseOther(planNode, other, () => this.#execute(step, parts, key));
    }
    this.#execute(step, parts, key);
  }

  #pass(planNode: PlanNode): void {
    const produced = bypassed(planNode, this.#context);
    if (produced) return this.#settle({ type: "passed", planNode, produced });
    throw new StepError({
      message: `'${planNode.name}' is bypassed, but none of its inputs fits its outputs.`,
      help: "Switch the bypass off, or wire an input of the same kind as the output.",
      at: planNode.node.source,
    });
  }

  #stillFresh(planNode: PlanNode, key: string): ResultRecord | undefined {
    const { known } = this.environment;
    const shown = known.shown(planNode.name);
    if (!shown) return undefined;
    if (known.sheet.marked[planNode.name] === key) return shown;
    return shown.key === key && isMadeSince(shown, countsSince(planNode.node)) ? shown : undefined;
  }

  #reuseOther(planNode: PlanNode, result: ResultId, otherwise?: () => void): Maybe<void> {
    const use = (record: ResultRecord | undefined): void => {
      if (this.#settled[planNode.index]) return;
      if (record) this.#settle({ type: "reused", planNode, record });
      else if (otherwise) otherwise();
      else throw new Error(`The result of '${planNode.name}' that was to be reused is gone. Run it again.`);
      this.#work();
    };
    const loaded = this.environment.loadResult(planNode.name, result);
    return isPromise(loaded) ? loaded.then(use) : use(loaded);
  }

  #execute(step: PlanStep, parts: KeyParts, key: string): void {
    const { planNode } = step;
    const { environment } = this;
    const { executions, known } = environment;
    const held = executions.of(planNode.name, key, () => ({
      planNode,
      key,
      parts,
      resolvedInputs: resolveInputs(planNode, this.#context, this.#untrustedOf, known),
      origin: originOf(planNode, this.plan.resolvedGraph, known, (index) => this.#produced[index]),
      tools: this.#tools,
      memory: this.#memoryOf(planNode),
      states: stepStates(planNode, this.plan.resolvedGraph, known, (index) => this.#produced[index]),
      prefetch: planNode.depth > 0 ? undefined : this.#prefetch.of(planNode),
      rerun: step.action === "run" && step.forced ? (itemsOf(this.plan) ?? "all") : undefined,
      calls: this.#calls(step, key),
    }));
    this.#executing.set(planNode.index, held.execution);
    held.execution.join(this, (outcome) => this.#outcome(planNode, outcome));
    this.listener.executing?.(this, held.execution);
    held.start();
  }

  #calls(step: PlanStep, key: string): BeginCalls | undefined {
    const { planNode } = step;
    if (callsOf(planNode.node).length === 0) return undefined;
    const { known, executions, tools } = this.environment;
    const { resolvedGraph, scope } = this.plan;
    const environment: CallEnvironment = {
      resolvedGraph,
      known,
      context: this.#context,
      executions,
      tools,
      loadResult: (node, result) => this.environment.loadResult(node, result),
      since: reusedSince(step, scope, known.shown(planNode.name), key, this.startedAt),
    };
    return (calling) => new CallSession(planNode, calling, environment);
  }

  #memoryOf(planNode: PlanNode): ItemMemory | undefined {
    const { known } = this.environment;
    if (planNode.depth === 0) return undefined;
    const since = countsSince(planNode.node);
    const memory = this.environment.itemMemory?.(planNode.name);
    // Items have no age of their own, so only those count that the shown result has.
    return since === undefined ? memory : memory && memoryOfResult(known.shown(planNode.name), since, memory);
  }

  #outcome(planNode: PlanNode, outcome: ExecutionOutcome): void {
    this.#executing.delete(planNode.index);
    if (this.#settled[planNode.index]) return;
    if (outcome.type === "done") this.#settle({ type: "ran", planNode, record: outcome.record });
    else this.#settle({ ...outcome, planNode });
    this.#work();
  }

  #settle(settled: Settled): void {
    const { index } = settled.planNode;
    if (this.#settled[index]) return;
    this.#settled[index] = settled;
    this.#prefetch.settled(index);
    this.#finished.push(settled);
    this.#produced[index] = producedOf(settled);
    this.listener.settled?.(this, settled);
    for (const user of this.#downstream.get(index) ?? []) {
      const pending = this.#pending.get(user.planNode.index)! - 1;
      this.#pending.set(user.planNode.index, pending);
      if (pending === 0) this.#ready.push(user);
    }
    if (this.#finished.length === this.#steps.size) this.#end();
  }

  #end(): void {
    this.listener.ended?.(this);
    this.#resolve(this.#finished);
  }
}

/** From when on results of called nodes count for a function that runs. */
function reusedSince(
  step: PlanStep,
  scope: Plan["scope"],
  shown: ResultRecord | undefined,
  key: string,
  now: number,
): number {
  if (step.action !== "run" || !step.forced) return 0;
  if (scope.type !== "step" && scope.forced) return now;
  // One that has its result and is run again wants another one. One that has not finished goes on.
  return shown?.key === key ? shown.startedAt + shown.duration : 0;
}

function itemsOf({ scope }: Plan): readonly number[] | undefined {
  return scope.type === "step" ? scope.items : undefined;
}

/** The items of a result that is not too old. */
function memoryOfResult(record: ResultRecord | undefined, since: number, memory: ItemMemory): ItemMemory {
  const items = record && isMadeSince(record, since) ? (record.items ?? []) : [];
  return {
    find: (keys) => Promise.resolve(items.filter(({ key }) => keys.includes(key))),
    keep: (made) => memory.keep(made),
  };
}
