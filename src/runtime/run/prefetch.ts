import { filesOf } from "../components/component-queries.ts";
import type { FnNodeDescription, OutputView } from "../graph/description.ts";
import type { Value, Values } from "../values/value.ts";
import type { SheetFacts } from "../plan/evaluate.ts";
import { inputId, type KeyContext } from "../plan/keys.ts";
import type { PlanNode, PlanInput } from "../plan/resolved-graph.ts";
import type { PlanStep } from "../plan/planner.ts";
import { takePort } from "../plan/produced.ts";
import type { PrefetchedCall, PrefetchedInput } from "./workflow-code.ts";

/** Calls that wait in a process before their turn; more are sent when half of them are used up. */
const most = 128;

/** A function that will surely run, and soon. */
export interface NextCall {
  readonly node: FnNodeDescription;
  readonly inputs: Values;
  /** Inputs that functions before it will give. */
  readonly wired: Readonly<Record<string, PrefetchedInput>>;
  /** It was sent. Must be called before the next one is asked for. */
  readonly sent: (call: PrefetchedCall) => void;
}

/** What a step may know of what comes after it, so that its process need not wait for the engine between short functions. */
export interface StepPrefetch {
  /** The step's own call, where it was sent before. */
  readonly call: PrefetchedCall | undefined;
  began(call: PrefetchedCall): void;
  following(): Iterable<NextCall>;
}

/** How the run stands, by plan node. */
export interface PrefetchedRun {
  readonly steps: ReadonlyMap<number, PlanStep>;
  readonly downstream: ReadonlyMap<number, readonly PlanStep[]>;
  /** In the order in which their turn comes. */
  readonly executing: ReadonlyMap<number, unknown>;
  /** Upstream steps that are not settled. */
  readonly pending: ReadonlyMap<number, number>;
  readonly known: SheetFacts;
  readonly context: KeyContext;
  isSettled(planNode: number): boolean;
}

/**
 * Sends functions that run one at a time to their process before their turn. Only what will run whatever comes out before
 * it: a function that has an earlier result may turn out to be fresh. When and whether a step runs is still decided by
 * the run; a call whose turn does not come is taken back.
 */
export class Prefetch {
  readonly #calls = new Map<number, PrefetchedCall>();

  constructor(private readonly run: PrefetchedRun) {}

  of({ index }: PlanNode): StepPrefetch {
    const call = () => this.#call(index);
    return {
      get call() {
        return call();
      },
      began: (sent) => void this.#calls.set(index, sent),
      following: () => this.#following(),
    };
  }

  /** A plan node is settled: if its turn did not come, nobody wants its call. */
  settled(index: number): void {
    this.#calls.get(index)?.drop();
    this.#calls.delete(index);
  }

  #call(index: number): PrefetchedCall | undefined {
    const call = this.#calls.get(index);
    return call?.lost ? undefined : call;
  }

  /** Goes through the functions in the order in which they would get their turns. */
  *#following(): Generator<NextCall> {
    for (const [index, { lost }] of this.#calls) if (lost) this.#calls.delete(index);
    if (this.#calls.size > most / 2) return;
    const { executing, steps, downstream, pending } = this.run;
    const line = [...executing.keys()];
    const left = new Map<number, number>();
    for (let next = 0; next < line.length && this.#calls.size < most; next++) {
      const step = steps.get(line[next]!)!;
      if (!runsInLine(step.planNode)) continue;
      if (!this.#calls.has(step.planNode.index)) {
        const following = this.#followingOf(step);
        // Its turn must come before that of the others.
        if (!following) return;
        yield following;
        if (!this.#calls.has(step.planNode.index)) return;
      }
      for (const user of downstream.get(step.planNode.index) ?? []) {
        const { index } = user.planNode;
        const open = (left.get(index) ?? pending.get(index)!) - 1;
        left.set(index, open);
        if (open === 0 && !this.run.isSettled(index)) line.push(index);
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
    return { node, inputs, wired, sent: (call) => void this.#calls.set(planNode.index, call) };
  }

  #surelyRuns({ action, planNode }: PlanStep): boolean {
    if (this.run.executing.has(planNode.index)) return true;
    return action === "run" || (action === "check" && !this.run.known.shown(planNode.name));
  }

  /** Undefined where it is not there yet, or none is given. */
  #valueOf(planNode: PlanNode, input: PlanInput): Value | undefined {
    const { context } = this.run;
    const { source } = input;
    if (source.kind === "component") return context.canvasValue(source.input, source.component);
    if (source.kind === "fixed") return context.fixedValue(planNode.name, source.name, source.value);
    if (source.kind !== "port" || this.#calls.has(input.from!)) return undefined;
    const produced = context.produced(input.from!);
    if (!produced || this.#runs(input.from!)) return undefined;
    const { value, blocked } = takePort(
      input,
      produced,
      context.takesPartial(inputId(planNode.name, source.name)),
    );
    return blocked === undefined ? value : undefined;
  }

  /** Whether what is shown of a plan node will be replaced. */
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

/** Whether a plan node takes its turn among the functions that run one at a time. */
function runsInLine({ node }: PlanNode): boolean {
  return node.kind === "fn" && !node.concurrent && node.concurrencyGroup === undefined;
}

/** Files are taken in by the engine before they are passed on. */
function holdsFiles(view: OutputView): boolean {
  if (view.kind === "hidden") return false;
  const components = view.kind === "component" ? [view.component] : Object.values(view.fields);
  return components.some((component) => filesOf(component).kind !== "none");
}
