import { setMaxListeners } from "node:events";
import type { Value } from "../values/value.ts";
import type { ItemState } from "../protocol/canvas.ts";
import type { PlanNode } from "../plan/resolved-graph.ts";
import type { ResultRecord } from "../sheets/store.ts";
import type { StepPrefetch } from "./prefetch.ts";
import { isPromise } from "./executor.ts";
import type { ConcurrencyGroup } from "./concurrency-groups.ts";
import { StepError, failureOf } from "../failures/failure.ts";
import { single } from "./scatter/scatter-items.ts";
import { inputValues, newResultId } from "./result-record.ts";
import { runStep, groupOf, type StepDone } from "./run-step.ts";
import { ScatteredWork, type ScatteredExecution } from "./scatter/scattered-execution.ts";
import type { Outcome, RecordParts, Work } from "./execution-task.ts";
import type { StepContext } from "./step.ts";
import type { StepEvent } from "./step-events.ts";

/** What an execution reports while it runs. */
export interface ExecutionListener {
  started?(execution: Execution): void;
  /** `item`: the index of a scattered plan node's item. */
  event?(execution: Execution, event: StepEvent, item?: number): void;
  items?(execution: Execution, items: Readonly<Record<number, ItemState>>): void;
  ended?(execution: Execution, outcome: Outcome): void;
}

/**
 * One plan node at work, for however many runs wait for it. Calls back rather than making promises, because most of what an
 * engine of small nodes costs is promises.
 */
export class Execution implements StepContext, ScatteredExecution {
  outcome: Outcome | undefined;
  /** Milliseconds since 1970, when it got its place. */
  startedAt = 0;
  readonly #ends: ((outcome: Outcome) => void)[] = [];
  readonly #waiting = new Set<object>();
  #abort: AbortController | undefined;
  #stopped = false;
  #began = false;

  constructor(
    readonly work: Work,
    readonly listener: ExecutionListener,
  ) {}

  get planNode(): PlanNode {
    return this.work.planNode;
  }

  get signal(): AbortSignal {
    if (!this.#abort) {
      this.#abort = new AbortController();
      // Every item that runs listens.
      setMaxListeners(0, this.#abort.signal);
      if (this.#stopped) this.#abort.abort();
    }
    return this.#abort.signal;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  get prefetch(): StepPrefetch | undefined {
    return this.work.prefetch;
  }

  readonly untrusted = (): Iterable<Value> =>
    this.work.given.flatMap(({ untrusted, value }) => (untrusted ? [value] : []));

  get itemsAreHeard(): boolean {
    return this.listener.items !== undefined;
  }

  itemsChanged(items: Readonly<Record<number, ItemState>>): void {
    this.listener.items?.(this, items);
  }

  itemEvent(index: number, event: StepEvent): void {
    this.listener.event?.(this, event, index);
  }

  /** `who` wants the outcome. Calls back at once where it is there. */
  join(who: object, end: (outcome: Outcome) => void): void {
    this.#waiting.add(who);
    this.onEnd(end);
  }

  onEnd(end: (outcome: Outcome) => void): void {
    if (this.outcome) end(this.outcome);
    else this.#ends.push(end);
  }

  /** Stops if nobody wants the outcome any more, and returns whether it did. */
  leave(who: object): boolean {
    if (this.#waiting.delete(who) && this.#waiting.size === 0) this.stop();
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
        group.then((found) => this.#begin(found)).catch((error: unknown) => this.#fail(error));
      else this.#begin(group);
    } catch (error) {
      this.#fail(error);
    }
  }

  emit(event: StepEvent): void {
    // Its place may have been waited for; what a service and then its postprocess take counts together.
    if (event.type === "phase" && event.phase.kind === "running" && !this.#began) {
      this.#began = true;
      this.startedAt = Date.now();
    }
    this.listener.event?.(this, event);
  }

  #begin(group: ConcurrencyGroup | undefined): void {
    const { planNode, given, tools } = this.work;
    if (planNode.depth > 0) {
      new ScatteredWork(
        this,
        group,
        (outcome) => this.#end(outcome),
        (error) => this.#fail(error),
      ).start();
      return;
    }
    const item = single(given);
    if (item.blocked !== undefined) throw gatherFailed(item.blocked);
    const done = runStep(planNode, item.inputs, group, tools, this);
    if (isPromise(done))
      done.then((output) => this.#finish(output)).catch((error: unknown) => this.#fail(error));
    else this.#finish(done);
  }

  #finish({ outputs, drawn, commit }: StepDone): void {
    // A step that finished after Stop: nobody wants its result.
    if (this.#stopped) return this.#end({ type: "stopped" });
    const record = this.record({ outputs, drawn, commit, inputs: inputValues(this.work.given) });
    this.#end({ type: "done", record });
  }

  record(parts: RecordParts): ResultRecord {
    const { planNode, key, parts: keyParts, origin } = this.work;
    return {
      id: newResultId(),
      node: planNode.name,
      key,
      parts: keyParts,
      ...origin,
      ...parts,
      startedAt: this.startedAt,
      duration: Date.now() - this.startedAt,
    };
  }

  #fail(error: unknown): void {
    const failure = failureOf(error, this.planNode.node.source);
    if (!this.#stopped) return this.#end({ type: "failed", failure });
    this.#end({ type: "stopped", ...(failure.help === undefined ? {} : { note: failure }) });
  }

  #end(outcome: Outcome): void {
    if (this.outcome) return;
    this.outcome = outcome;
    this.listener.ended?.(this, outcome);
    for (const end of this.#ends.splice(0)) end(outcome);
  }
}

function gatherFailed(message: string): StepError {
  return new StepError({
    message,
    help: "Run the failed items again, or choose to use those that worked.",
  });
}
