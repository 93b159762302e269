import { setMaxListeners } from "node:events";
import { mergedIntegers, type ExactIntegers } from "../values/exact-integers.ts";
import type { Value } from "../values/value.ts";
import type { ItemStates } from "../protocol/canvas.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import type { ResultRecord, WorkerUse } from "../sheets/store.ts";
import type { StepPrefetch } from "./prefetch.ts";
import { isPromise } from "./executor.ts";
import type { ConcurrencyGroup } from "./concurrency-groups.ts";
import { StepError, failureOf } from "../failures/failure.ts";
import { redactValue } from "../failures/secrets.ts";
import { single } from "./scatter/scatter-items.ts";
import { incompleteKey } from "../plan/keys.ts";
import { inputValues, newResultId } from "./result-record.ts";
import { runStep, groupOf, type StepDone } from "./step/run-step.ts";
import { ScatteredExecution, type ScatterParent } from "./scatter/scattered-execution.ts";
import type { ExecutionOutcome, RecordParts, ExecutionTask } from "./execution-task.ts";
import { CallLanes } from "./calls/call-lanes.ts";
import type { NodeCalls } from "./calls/node-calls.ts";
import type { StepContext, StepIdentity } from "./step/step.ts";
import type { StepEvent } from "./step/step-events.ts";
import type { StateNeed } from "./step/step-states.ts";

/** What an execution reports while it runs. */
export interface ExecutionListener {
  started?(execution: Execution): void;
  /** `item`: the index of a scattered plan node's item. */
  event?(execution: Execution, event: StepEvent, item?: number): void;
  items?(execution: Execution, items: ItemStates): void;
  /** Something changed about the calls that it makes: `lanes`. */
  called?(execution: Execution): void;
  ended?(execution: Execution, outcome: ExecutionOutcome): void;
}

/**
 * One running plan node, shared by all runs that wait for it. Uses callbacks, because promises are most of the engine's cost
 * when nodes are small.
 */
export class Execution implements StepContext, ScatterParent {
  outcome: ExecutionOutcome | undefined;
  /** Milliseconds since 1970, when its concurrency group let it start. */
  startedAt = 0;
  /** The calls that it makes; undefined where it may make none. */
  readonly lanes: CallLanes | undefined;
  readonly #ends: ((outcome: ExecutionOutcome) => void)[] = [];
  readonly #watchers: ((event: StepEvent) => void)[] = [];
  readonly #waiting = new Set<object>();
  #abort: AbortController | undefined;
  #stopped = false;
  #began = false;
  #ranOn: WorkerUse | undefined;

  constructor(
    readonly work: ExecutionTask,
    readonly listener: ExecutionListener,
  ) {
    this.lanes = work.calls && new CallLanes(() => listener.called?.(this));
  }

  get planNode(): PlanNode {
    return this.work.planNode;
  }

  get signal(): AbortSignal {
    if (!this.#abort) {
      this.#abort = new AbortController();
      // Every running item adds a listener.
      setMaxListeners(0, this.#abort.signal);
      if (this.#stopped) this.#abort.abort();
    }
    return this.#abort.signal;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  get identity(): StepIdentity {
    return { key: this.work.key, again: this.work.rerun === "all" };
  }

  get prefetch(): StepPrefetch | undefined {
    return this.work.prefetch;
  }

  readonly states = (): StateNeed | undefined => this.work.states?.need();
  readonly exact = (): ExactIntegers | undefined =>
    mergedIntegers(this.work.resolvedInputs.map(({ exact }) => exact));

  readonly untrusted = (): Iterable<Value> =>
    this.work.resolvedInputs.flatMap(({ untrusted = [] }) => untrusted);

  /** Each run of the function, and each item of it, makes calls of its own. */
  get calls(): ((item?: number) => NodeCalls) | undefined {
    const { calls } = this.work;
    const { lanes } = this;
    return calls && lanes && ((item) => calls({ given: this.untrusted, lanes, item }));
  }

  get itemsAreHeard(): boolean {
    return this.listener.items !== undefined;
  }

  itemsChanged(items: ItemStates): void {
    this.listener.items?.(this, items);
  }

  itemEvent(index: number, event: StepEvent): void {
    this.listener.event?.(this, event, index);
  }

  /** Registers `waiter` for the outcome. Calls back at once if the execution has ended. */
  join(waiter: object, end: (outcome: ExecutionOutcome) => void): void {
    this.#waiting.add(waiter);
    this.onEnd(end);
  }

  onEnd(end: (outcome: ExecutionOutcome) => void): void {
    if (this.outcome) end(this.outcome);
    else this.#ends.push(end);
  }

  /** Hears of everything that it reports from now on. */
  watch(listener: (event: StepEvent) => void): void {
    this.#watchers.push(listener);
  }

  /** Removes `waiter`, and stops if it was the last one. Returns whether the execution is stopped. */
  leave(waiter: object): boolean {
    if (this.#waiting.delete(waiter) && this.#waiting.size === 0) this.stop();
    return this.#stopped;
  }

  stop(): void {
    if (this.outcome || this.#stopped) return;
    this.#stopped = true;
    this.#abort?.abort();
  }

  start(): void {
    this.startedAt = Date.now();
    this.listener.started?.(this);
    try {
      const group = groupOf(this.planNode, this.work.tools);
      if (isPromise(group))
        group.then((resolved) => this.#begin(resolved)).catch((error: unknown) => this.#fail(error));
      else this.#begin(group);
    } catch (error) {
      this.#fail(error);
    }
  }

  emit(event: StepEvent): void {
    // The duration starts here, after any wait. A later `running` phase, of postprocess, does not restart it.
    if (event.type === "phase" && event.phase.kind === "running" && !this.#began) {
      this.#began = true;
      this.startedAt = Date.now();
    }
    if (event.type === "phase" && event.phase.kind === "running") this.#ranOn = event.phase.on;
    this.listener.event?.(this, event);
    for (const watch of this.#watchers) watch(event);
  }

  #begin(group: ConcurrencyGroup | undefined): void {
    const { planNode, resolvedInputs, tools } = this.work;
    if (planNode.depth > 0) {
      new ScatteredExecution(
        this,
        group,
        (outcome) => this.#end(outcome),
        (error) => this.#fail(error),
      ).start();
      return;
    }
    const item = single(resolvedInputs);
    if (item.blocked !== undefined) throw gatherFailed(item.blocked);
    const done = runStep(planNode, item.inputs, group, tools, this);
    if (isPromise(done))
      done.then((output) => this.#finish(output)).catch((error: unknown) => this.#fail(error));
    else this.#finish(done);
  }

  #finish({ outputs, misfit, drawn, fallback, commit, exact, session }: StepDone): void {
    // It finished after Stop, so its result is not kept.
    if (this.#stopped) return this.#end({ type: "stopped" });
    const inputs = inputValues(this.work.resolvedInputs);
    const ranOn = this.#ranOn;
    const kept = { ...(exact && { exact }), ...(session && { session }), ...(ranOn && { ranOn }) };
    const record = this.record({ outputs, drawn, commit, inputs, ...(fallback && { fallback }), ...kept });
    if (fallback) return this.#end({ type: "done", record: { ...record, key: incompleteKey(record.key) } });
    if (!misfit) return this.#end({ type: "done", record });
    const incomplete = { ...record, key: incompleteKey(record.key), misfits: misfit.outputs };
    this.#end({ type: "failed", failure: misfit.failure, record: incomplete });
  }

  record(parts: RecordParts): ResultRecord {
    const { planNode, key, parts: keyParts, origin } = this.work;
    const calls = this.lanes?.made;
    return {
      id: newResultId(),
      node: planNode.name,
      key,
      parts: keyParts,
      ...origin,
      ...parts,
      // What a callable or the file's own code gives was used as it is, but is not kept so.
      inputs: redactValue(parts.inputs),
      startedAt: this.startedAt,
      // As long as it ran: `ranOn` has what it waited.
      duration: Math.max(0, Date.now() - this.startedAt - (this.#ranOn?.waited ?? 0)),
      ...(calls && { calls }),
    };
  }

  #fail(error: unknown): void {
    const failure = failureOf(error, this.planNode.node.source);
    if (!this.#stopped) return this.#end({ type: "failed", failure });
    this.#end({ type: "stopped", ...(failure.help === undefined ? {} : { note: failure }) });
  }

  #end(outcome: ExecutionOutcome): void {
    if (this.outcome) return;
    this.outcome = outcome;
    this.listener.ended?.(this, outcome);
    for (const end of this.#ends.splice(0)) end(outcome);
  }
}

function gatherFailed(message: string): StepError {
  return new StepError({
    message,
    help: "Run what failed again, or choose to use the items that worked.",
  });
}
