import { mergedIntegers, type ExactIntegers } from "../../values/exact-integers.ts";
import type { Value, Values } from "../../values/value.ts";
import { hashText } from "../../plan/hash.ts";
import { incompleteKey, keyOf } from "../../plan/keys.ts";
import { nest, type Shape } from "../../plan/nesting.ts";
import type { PlanNode } from "../../plan/resolved-graph.ts";
import { stateOfTheApp } from "../../plan/states.ts";
import type { ItemState, ItemStates } from "../../protocol/canvas.ts";
import { statusOfPhase, type StepPhase } from "../../protocol/step-phase.ts";
import type { FallbackUse, ItemResult, KeyParts, ResultRecord, WorkerUse } from "../../sheets/store.ts";
import type { NodeCalls } from "../calls/node-calls.ts";
import type { ExecutionOutcome, RecordParts, ExecutionTask } from "../execution-task.ts";
import { isPromise, type Maybe } from "../executor.ts";
import type { ConcurrencyGroup } from "../concurrency-groups.ts";
import { type StepFailure, failureOf } from "../../failures/failure.ts";
import { ItemPrefetch } from "./item-prefetch.ts";
import { divideIntoItems, itemKeys, labelOf, type Item } from "./scatter-items.ts";
import { inputValues } from "../result-record.ts";
import { runStep, type StepDone } from "../step/run-step.ts";
import type { StepContext } from "../step/step.ts";
import type { StepEvent } from "../step/step-events.ts";
import type { StepStates } from "../step/step-states.ts";

/** Items that run at the same time if no concurrency group limits them. */
const defaultLimit = 64;
/** Milliseconds between two times that finished items are given to the store, at least. */
const keepInterval = 1000;
/** Milliseconds that an item must have taken on average: what took less is made anew faster than it is kept, should the engine be killed. */
const worthKeeping = 1;

/** What the items need from the execution they belong to. */
export interface ScatterParent extends Pick<StepContext, "signal" | "untrusted" | "exact"> {
  readonly calls: ((item: number) => NodeCalls) | undefined;
  readonly planNode: PlanNode;
  readonly work: ExecutionTask;
  readonly stopped: boolean;
  /** Whether a listener wants the states of items. */
  readonly itemsAreHeard: boolean;
  itemsChanged(items: ItemStates): void;
  itemEvent(index: number, event: StepEvent): void;
  /** The result record of the execution, completed with `parts`. */
  record(parts: RecordParts): ResultRecord;
}

/**
 * Runs the items of one scattered plan node. A limited number of workers takes items one after another, so that only
 * their promises live at a time.
 */
export class ScatteredExecution {
  readonly #planNode: PlanNode;
  #items: readonly Item[] = [];
  #shape: Shape = 0;
  #keys: readonly string[] = [];
  #labels: readonly string[] = [];
  #results: (ItemResult | undefined)[] = [];
  #failures: (StepFailure | undefined)[] = [];
  #drawn: (Values | undefined)[] = [];
  #ranOn: (WorkerUse | undefined)[] = [];
  #todo: readonly number[] = [];
  #next = 0;
  #open = 0;
  #prefetch: ItemPrefetch | undefined;
  /** Items that were reported to run. */
  readonly #running = new Set<number>();
  #unsaved: ItemResult[] = [];
  #savedAt = performance.now();
  #commit: string | undefined;
  #exact: ExactIntegers | undefined;

  constructor(
    private readonly execution: ScatterParent,
    private readonly group: ConcurrencyGroup | undefined,
    private readonly end: (outcome: ExecutionOutcome) => void,
    private readonly fail: (error: unknown) => void,
  ) {
    this.#planNode = execution.planNode;
  }

  /** @throws StepError if the inputs cannot be divided into items. */
  start(): void {
    const { resolvedInputs, parts, memory, rerun } = this.execution.work;
    const { items, shape } = divideIntoItems(this.#planNode, resolvedInputs);
    const scattered = new Set(resolvedInputs.flatMap((input) => (input.depth > 0 ? [input.name] : [])));
    this.#items = items;
    this.#shape = shape;
    const { states } = this.execution.work;
    states?.checkItems(items.length);
    this.#keys = itemKeys(baseKey(parts, scattered, states), items, scattered, states);
    this.#labels = items.map((item) => labelOf(item, scattered));
    this.#results = new Array<undefined>(items.length).fill(undefined);
    this.#reportAll("waiting");
    if (memory && rerun !== "all" && items.length > 0) {
      memory
        .find(this.#keys)
        .then((earlier) => this.#run(earlier), this.fail)
        .catch(this.fail);
    } else {
      this.#run([]);
    }
  }

  #run(earlier: readonly ItemResult[]): void {
    const { rerun } = this.execution.work;
    const done = new Map(
      earlier.flatMap((item) =>
        item.status === "done" && !item.fallback ? [[item.key, item] as const] : [],
      ),
    );
    const again = new Set(typeof rerun === "object" ? rerun : []);
    const todo: number[] = [];
    for (const [index, item] of this.#items.entries()) {
      const reusable = again.has(index) ? undefined : done.get(this.#keys[index]!);
      if (item.blocked !== undefined) this.#failed(index, { message: item.blocked });
      else if (reusable) this.#results[index] = reusable;
      else if (typeof rerun === "object" && !again.has(index))
        this.#failed(index, { message: "Has not run yet." });
      else todo.push(index);
    }
    this.#todo = todo;
    if (todo.length < this.#items.length) this.#report(this.#items.keys());
    const workers = Math.min(this.group?.limit ?? defaultLimit, todo.length);
    if (workers === 0) return this.#finish();
    this.#prefetch = ItemPrefetch.for(this.#planNode, this.#items, todo);
    this.#open = workers;
    for (let i = 0; i < workers; i++) void this.#work();
  }

  /** Takes one item after another; never rejects. */
  async #work(): Promise<void> {
    while (this.#next < this.#todo.length && !this.execution.stopped) {
      const running = this.#runItem(this.#next++);
      if (isPromise(running)) await running;
    }
    if (--this.#open > 0) return;
    this.#prefetch?.end();
    this.#finish();
  }

  /** @param at its place in `#todo` */
  #runItem(at: number): Maybe<void> {
    const index = this.#todo[at]!;
    const { calls } = this.execution;
    const context: StepContext = {
      prefetch: this.#prefetch?.of(at),
      identity: { key: this.#keys[index]!, again: this.execution.work.rerun !== undefined },
      signal: this.execution.signal,
      untrusted: this.execution.untrusted,
      states: () => this.execution.work.states?.need(index),
      exact: this.execution.exact,
      ...(calls && { calls: () => calls(index) }),
      emit: (event) => this.#event(index, event),
    };
    const startedAt = Date.now();
    const done = (output: StepDone) => this.#done(index, output, Date.now() - startedAt);
    const failed = (error: unknown) => {
      if (!this.execution.stopped) this.#failed(index, failureOf(error, this.#planNode.node.source));
    };
    try {
      const item = this.#items[index]!;
      const output = runStep(this.#planNode, item.inputs, this.group, this.execution.work.tools, context);
      if (isPromise(output)) return output.then(done).catch(failed);
      done(output);
    } catch (error) {
      failed(error);
    }
  }

  #event(index: number, event: StepEvent): void {
    if (event.type === "phase") this.#phase(index, event.phase);
    if (event.type === "partial") {
      const state = { ...this.#stateOf(index, "running"), outputs: event.outputs };
      this.execution.itemsChanged(new Map([[index, state]]));
    }
    this.execution.itemEvent(index, event);
  }

  #phase(index: number, phase: StepPhase): void {
    const ranOn = phase.kind === "running" ? phase.on : undefined;
    const status = statusOfPhase(phase);
    const isKnown =
      this.#running.has(index) === (status === "running") && this.#ranOn[index]?.worker === ranOn?.worker;
    this.#ranOn[index] = ranOn;
    if (isKnown) return;
    if (status === "running") this.#running.add(index);
    else this.#running.delete(index);
    this.#report([index], status);
  }

  #done(index: number, done: StepDone, duration: number): void {
    const { outputs, misfit, drawn, commit, exact, session, fallback } = done;
    if (this.execution.stopped) return;
    this.#drawn[index] = drawn;
    this.#commit ??= commit;
    if (exact) this.#exact = mergedIntegers([this.#exact, exact]);
    const kept = { ...(session && { session }), ...(fallback && { fallback }) };
    const ranOn = this.#ranOn[index];
    // As long as it ran: `ranOn` has what it waited.
    const took = Math.max(0, duration - (ranOn?.waited ?? 0));
    if (misfit) return this.#failed(index, misfit.failure, { outputs, ...(session && { session }) });
    this.#keep(index, { key: this.#keys[index]!, status: "done", outputs, duration: took, ...kept });
  }

  /** `kept`: what is kept of it all the same. */
  #failed(index: number, failure: StepFailure, kept?: Pick<StepDone, "outputs" | "session">): void {
    const { message, at } = failure;
    this.#failures[index] = failure;
    const line = at?.line;
    const error = { message, ...(line === undefined ? {} : { line }) };
    this.#keep(index, { key: this.#keys[index]!, status: "failed", error, ...kept });
  }

  #keep(index: number, ended: ItemResult): void {
    const ranOn = this.#ranOn[index];
    const result = ranOn ? { ...ended, ranOn } : ended;
    this.#prefetch?.settled(index);
    this.#running.delete(index);
    this.#results[index] = result;
    this.#report([index]);
    if (result.status === "done" && !result.fallback) this.#unsaved.push(result);
    const since = performance.now() - this.#savedAt;
    if (since >= Math.max(keepInterval, this.#unsaved.length * worthKeeping)) this.#flush();
  }

  #flush(): void {
    this.#savedAt = performance.now();
    if (this.#unsaved.length > 0) this.execution.work.memory?.keep(this.#unsaved.splice(0));
  }

  #reportAll(status: ItemState["status"]): void {
    this.#report(this.#items.keys(), status);
  }

  #report(indices: Iterable<number>, status: ItemState["status"] = "waiting"): void {
    if (!this.execution.itemsAreHeard) return;
    const states = new Map<number, ItemState>();
    for (const index of indices) states.set(index, this.#stateOf(index, status));
    this.execution.itemsChanged(states);
  }

  #stateOf(index: number, status: ItemState["status"]): ItemState {
    const result = this.#results[index];
    const ranOn = result ? result.ranOn : this.#ranOn[index];
    const base = { key: this.#keys[index]!, label: this.#labels[index]!, ...(ranOn && { ranOn }) };
    if (!result) return { ...base, status };
    if (result.status === "done") return { ...base, status: "done", outputs: result.outputs };
    const failure = this.#failures[index] ?? { message: result.error.message };
    return { ...base, status: "failed", failure, ...(result.outputs && { outputs: result.outputs }) };
  }

  #finish(): void {
    if (this.execution.stopped) {
      this.#flush();
      this.#reportAll("stopped");
      return this.end({ type: "stopped" });
    }
    const items = this.#results.map((result) => result!);
    const failed = items.filter((item) => item.status === "failed").length;
    const fallback = fallbackOfItems(items);
    const record = this.execution.record({
      outputs: this.#outputs(items),
      items,
      drawn: this.#drawnValues(),
      inputs: inputValues(this.execution.work.resolvedInputs),
      commit: this.#commit,
      ...(this.#exact && { exact: this.#exact }),
      ...(fallback && { fallback }),
      ...(items.some((item) => item.status === "done" && item.imported) ? { imported: true } : {}),
      ...(typeof this.#shape === "number" ? {} : { shape: this.#shape }),
    });
    if (failed === 0 && !fallback) return this.end({ type: "done", record });
    const incomplete = { ...record, key: incompleteKey(record.key) };
    if (failed === 0) return this.end({ type: "done", record: incomplete });
    this.end({ type: "failed", failure: this.#failure(failed), record: incomplete });
  }

  #outputs(items: readonly ItemResult[]): Values {
    const outputs: Record<string, Value> = {};
    for (const { name } of this.#planNode.node.outputs) {
      const flat = items.map((item) => item.outputs?.[name] ?? null);
      outputs[name] = nest(flat, this.#shape);
    }
    return outputs;
  }

  #drawnValues(): Values {
    const drawn: Record<string, Value> = {};
    for (const { source } of this.#planNode.inputs) {
      if (source.kind !== "callable") continue;
      const flat = this.#items.map((_item, i) => this.#drawn[i]?.[source.name] ?? null);
      drawn[source.name] = nest(flat, this.#shape);
    }
    return drawn;
  }

  #failure(count: number): StepFailure {
    const first = this.#failures.findIndex((failure) => failure !== undefined);
    const { at, help } = this.#failures[first]!;
    const messages = this.#failures.flatMap((failure, i) =>
      failure ? [`item ${this.#items[i]!.position}: ${failure.message}`] : [],
    );
    const more = messages.length > 5 ? `; and ${messages.length - 5} more` : "";
    const again = this.#failures.find((failure) => failure?.again)?.again;
    return {
      message: `${count} of ${this.#items.length} items failed: ${messages.slice(0, 5).join("; ")}${more}`,
      help: help ?? "Run the failed items again, or let a gather take those that worked.",
      at: at ?? this.#planNode.node.source,
      causes: messages.slice(0, 100),
      ...(again ? { again } : {}),
    };
  }
}

/** The mark of a result of which some items came from the fallback. */
function fallbackOfItems(items: readonly ItemResult[]): FallbackUse | undefined {
  const uses = items.flatMap((item) => (item.status === "done" && item.fallback ? [item.fallback] : []));
  const [first] = uses;
  if (!first) return undefined;
  const node = uses.find((use) => use.node !== undefined)?.node;
  return {
    because: `${uses.length} of ${items.length} items: ${first.because}`,
    ...(node === undefined ? {} : { node }),
  };
}

/** The part of the key that all items share: everything except the scattered inputs. */
function baseKey(parts: KeyParts, scattered: ReadonlySet<string>, states: StepStates | undefined): string {
  const upstream = Object.entries(parts.upstream).filter(
    ([name]) => !scattered.has(name) && (name !== stateOfTheApp || !states?.perItem),
  );
  return hashText(keyOf({ ...parts, upstream: Object.fromEntries(upstream) }));
}
