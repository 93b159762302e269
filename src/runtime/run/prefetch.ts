import { filesOf } from "../components/component-queries.ts";
import type { FnNodeDescription, OutputView } from "../graph/description.ts";
import type { Value, Values } from "../values/value.ts";
import { inputId, type KeyContext } from "../plan/keys.ts";
import type { PlanNode, PlanInput } from "../plan/resolved-graph.ts";
import type { PlanStep } from "../plan/planner.ts";
import { takePort } from "../plan/produced.ts";
import { SentCalls } from "./sent-calls.ts";
import type { PrefetchedCall, PrefetchedInput } from "./workflow-code.ts";

/** Calls that may wait in a process before their turn. More are sent when half of them have run. */
const maxCalls = 128;

/** A function that is certain to run soon. */
export interface NextCall {
  readonly node: FnNodeDescription;
  readonly inputs: Values;
  /** Inputs that come from earlier functions, by input name. */
  readonly wired: Readonly<Record<string, PrefetchedInput>>;
  /** Reports that the call was sent. Must be called before the next value is taken from the iterator. */
  readonly sent: (call: PrefetchedCall) => void;
}

/** Lets a step send the calls that follow it, so that its process does not wait for the engine between short functions. */
export interface StepPrefetch {
  /** Its functions go behind what other runs have sent ahead: nobody waits for one of them more than for the others. */
  readonly patient: boolean;
  /** The step's own call, if it was sent ahead. */
  call(): PrefetchedCall | undefined;
  ownCallSent(call: PrefetchedCall): void;
  following(): Iterable<NextCall>;
}

/** The state of the run that prefetching reads, by index of the plan node. */
export interface PrefetchedRun {
  readonly steps: ReadonlyMap<number, PlanStep>;
  readonly downstream: ReadonlyMap<number, readonly PlanStep[]>;
  /** In the order in which they will run. */
  readonly executing: ReadonlyMap<number, unknown>;
  /** The number of upstream steps that have not settled. */
  readonly pending: ReadonlyMap<number, number>;
  /** Whether a node may turn out to have a result for what is before it. */
  mayReuse(node: string): boolean;
  readonly context: KeyContext;
  readonly patient: boolean;
  isSettled(planNode: number): boolean;
}

/**
 * Sends functions that run one at a time to their process before their turn. Only functions that will run whatever the
 * earlier ones return are sent: a function with an earlier result may turn out to be fresh. The run still decides whether and
 * when a step runs; a call that is not needed is dropped.
 */
export class Prefetch {
  readonly #calls = new SentCalls();

  constructor(private readonly run: PrefetchedRun) {}

  of({ index }: PlanNode): StepPrefetch {
    return {
      patient: this.run.patient,
      call: () => this.#calls.get(index),
      ownCallSent: (sent) => this.#calls.set(index, sent),
      following: () => this.#following(),
    };
  }

  /** Drops the call of a plan node that has settled; without effect if the call was claimed. */
  settled(index: number): void {
    this.#calls.settle(index);
  }

  /** Yields functions in the order in which they would run. */
  *#following(): Generator<NextCall> {
    if (this.#calls.size > maxCalls / 2) return;
    const { executing, steps, downstream, pending } = this.run;
    const queue = [...executing.keys()];
    const left = new Map<number, number>();
    for (let next = 0; next < queue.length && this.#calls.size < maxCalls; next++) {
      const step = steps.get(queue[next]!)!;
      if (!runsExclusively(step.planNode)) continue;
      if (!this.#calls.get(step.planNode.index)) {
        const following = this.#followingOf(step);
        // Later functions must not overtake this one.
        if (!following) return;
        yield following;
        if (!this.#calls.get(step.planNode.index)) return;
      }
      for (const user of downstream.get(step.planNode.index) ?? []) {
        const { index } = user.planNode;
        const open = (left.get(index) ?? pending.get(index)!) - 1;
        left.set(index, open);
        if (open === 0 && !this.run.isSettled(index)) queue.push(index);
      }
    }
  }

  #followingOf(step: PlanStep): NextCall | undefined {
    const { planNode } = step;
    const { node } = planNode;
    if (node.kind !== "fn" || planNode.depth > 0 || !this.#surelyRuns(step)) return undefined;
    const inputs: Record<string, Value> = {};
    const wired: Record<string, PrefetchedInput> = {};
    for (const input of planNode.inputs) {
      const { name, kind } = input.source;
      if (kind === "callable" || kind === "missing") return undefined;
      const value = this.#valueOf(planNode, input);
      if (value !== undefined) inputs[name] = value;
      else if (kind === "port") {
        const from = this.#wiredTo(input);
        if (!from) return undefined;
        wired[name] = from;
      }
    }
    return { node, inputs, wired, sent: (call) => this.#calls.set(planNode.index, call) };
  }

  #surelyRuns({ action, planNode }: PlanStep): boolean {
    if (this.run.executing.has(planNode.index)) return true;
    return action === "run" || (action === "check" && !this.run.mayReuse(planNode.name));
  }

  /** Undefined if the value is not available yet, or the input has none. */
  #valueOf(planNode: PlanNode, input: PlanInput): Value | undefined {
    const { context } = this.run;
    const { source } = input;
    if (source.kind === "component") return context.canvasValue(source.input, source.component);
    if (source.kind === "fixed") return context.fixedValue(planNode.name, source.name, source.value);
    if (source.kind !== "port" || this.#calls.get(input.from!)) return undefined;
    const produced = context.produced(input.from!);
    if (!produced || this.#runs(input.from!)) return undefined;
    const { value, blocked } = takePort(
      input,
      produced,
      context.takesPartial(inputId(planNode.name, source.name)),
    );
    return blocked === undefined ? value : undefined;
  }

  /** Whether this run will replace the shown result of a plan node. */
  #runs(index: number): boolean {
    return this.run.steps.has(index) && !this.run.isSettled(index);
  }

  #wiredTo({ source, from }: PlanInput): PrefetchedInput | undefined {
    const call = this.#calls.get(from!);
    const upstream = this.run.steps.get(from!);
    if (!call || !upstream || source.kind !== "port" || source.from.each || source.from.all) return undefined;
    const { port } = source.from;
    const view = upstream.planNode.node.outputs.find(({ name }) => name === port)?.view;
    return view && !holdsFiles(view) ? { from: call, port } : undefined;
  }
}

/** Whether a plan node is one of the functions that run one at a time. */
export function runsExclusively({ node }: PlanNode): boolean {
  if (node.kind !== "fn" || (node.where !== undefined && node.where !== "local")) return false;
  return !node.concurrent && node.concurrencyGroup === undefined;
}

/** The engine must import files before it passes them on, so such outputs cannot go directly to the next call. */
function holdsFiles(view: OutputView): boolean {
  if (view.kind === "hidden") return false;
  const components = view.kind === "component" ? [view.component] : Object.values(view.fields);
  return components.some((component) => filesOf(component).kind !== "none");
}
