import { StepError, type StepFailure } from "../../failures/failure.ts";
import { callsOf, mostCalls } from "../../graph/calls.ts";
import { callsService } from "../../graph/node-kinds.ts";
import { callContext, calledPlanNode, callKey, callParts } from "../../plan/called.ts";
import type { SheetFacts } from "../../plan/evaluate.ts";
import { keyOf, type KeyContext } from "../../plan/keys.ts";
import type { PlanNode, ResolvedGraph } from "../../plan/resolved-graph.ts";
import { staleReasons } from "../../plan/stale-reasons.ts";
import type { KeyParts, ResultId, ResultRecord } from "../../sheets/store.ts";
import { didYouMean, quoteClosestFirst, quoteList } from "../../text/similarity.ts";
import type { Value, Values } from "../../values/value.ts";
import type { Execution } from "../execution.ts";
import type { ExecutionOutcome } from "../execution-task.ts";
import type { Executions } from "../executions.ts";
import type { Maybe } from "../executor.ts";
import { originOf, resolveInputs } from "../result-record.ts";
import type { StepTools } from "../step/run-step.ts";
import { briefOf, type CallLane } from "./call-lanes.ts";
import type { CallingFunction, NodeCalls } from "./node-calls.ts";

/** What calls need of the run that the function is part of. */
export interface CallEnvironment {
  readonly resolvedGraph: ResolvedGraph;
  readonly known: SheetFacts;
  readonly context: KeyContext;
  readonly executions: Executions;
  readonly tools: StepTools;
  loadResult(node: string, result: ResultId): Maybe<ResultRecord | undefined>;
  /** Results that are older do not count: they were asked for anew. Milliseconds since 1970. */
  readonly since: number;
}

/** A call that a function makes. */
interface Call {
  readonly planNode: PlanNode;
  readonly context: KeyContext;
  readonly parts: KeyParts;
  readonly key: string;
  readonly inputs: Values;
}

const stopped: StepFailure = { message: "Stopped." };

/**
 * The calls of one run of a function. Each is an execution of the called node, as if the run had it as a step: with its concurrency
 * group, its retries, and a result in the sheet. The result's key says what was called with what, so that the function finds it again.
 */
export class CallSession implements NodeCalls {
  /** How often the function made equal calls. */
  readonly #numbers = new Map<string, number>();
  readonly #running = new Set<Execution>();
  /** What the called nodes showed before the first call of each. */
  readonly #before = new Map<string, ResultRecord | undefined>();
  readonly #untrusted: Value[] = [];
  #count = 0;
  #ended = false;

  constructor(
    private readonly caller: PlanNode,
    private readonly calling: CallingFunction,
    private readonly environment: CallEnvironment,
  ) {}

  async call(name: string, inputs: Values): Promise<Values> {
    const node = this.#nodeNamed(name);
    checkInputs(node, Object.keys(inputs));
    const called = calledPlanNode(node, inputs);
    this.#count++;
    if (this.#count > mostCalls) throw this.#tooMany();
    const context = callContext(this.environment.context, inputs);
    const equal = callKey(called, context);
    const number = (this.#numbers.get(equal) ?? 0) + 1;
    this.#numbers.set(equal, number);
    const parts = callParts(called, context, number);
    const key = keyOf(parts);
    const record = await this.#record({ planNode: called, context, parts, key, inputs });
    if (callsService(called.node) || callsOf(called.node).length > 0)
      this.#untrusted.push(...Object.values(record.outputs));
    return record.outputs;
  }

  *untrusted(): Generator<Value> {
    yield* this.calling.given();
    yield* this.#untrusted;
  }

  end(): void {
    this.#ended = true;
    for (const execution of [...this.#running]) execution.leave(this);
  }

  #nodeNamed(name: string): PlanNode {
    const listed = callsOf(this.caller.node);
    const at = this.caller.node.source;
    if (this.#ended) throw new StepError(stopped);
    const planNode = this.environment.resolvedGraph.byName.get(name);
    if (planNode && listed.includes(name)) return planNode;
    const own = this.caller.name;
    if (name === own || name === this.caller.choice) {
      throw new StepError({
        message: `'${own}' calls itself.`,
        help: "Use a loop in the function, or a plain function of your own that calls itself.",
        at,
      });
    }
    throw new StepError({
      message: `'${own}' calls '${name}', which is not among its calls: ${quoteList(listed) || "it has none"}.${didYouMean(name, listed)}`,
      help: `Add it to the option 'calls' of '${own}', so that the canvas and the checker know of it.`,
      at,
    });
  }

  #tooMany(): StepError {
    return new StepError({
      message: `'${this.caller.name}' made more than ${mostCalls} calls in one run.`,
      help: "Give its loop an end.",
      at: this.caller.node.source,
    });
  }

  /** The result of a call: an earlier one, or that of a run. */
  async #record(call: Call): Promise<ResultRecord> {
    const { planNode, key } = call;
    const { lanes, item } = this.calling;
    const { name } = planNode;
    const result = this.environment.known.withKey(name, key);
    const kept = result === undefined ? undefined : await this.#kept(name, result);
    const why = kept ? "the same call was made before" : this.#whyMade(call, result !== undefined);
    const lane = lanes.begin({ node: name, why, ...(item !== undefined && { item }) });
    const record = kept ?? (await this.#run(call, lane));
    const brief = briefOf(record.outputs);
    lane.end({
      status: "done",
      result: record.id,
      duration: record.duration,
      ...(brief !== undefined && { brief }),
      ...(kept && { reused: true }),
    });
    return record;
  }

  async #kept(node: string, result: ResultId): Promise<ResultRecord | undefined> {
    const record = await this.environment.loadResult(node, result);
    return record && record.startedAt >= this.environment.since ? record : undefined;
  }

  /** What changed since the node last ran before this run of the function. That each call has inputs of its own says nothing. */
  #whyMade({ planNode, parts }: Call, wasMade: boolean): string {
    const { name } = planNode;
    const { known, resolvedGraph } = this.environment;
    if (!this.#before.has(name)) this.#before.set(name, known.shown(name));
    if (wasMade) return "asked for again";
    const before = this.#before.get(name);
    if (!before) return "no result yet";
    const { inputs, upstream } = before.parts;
    const reasons = staleReasons(
      planNode,
      before,
      { ...parts, inputs, upstream },
      resolvedGraph.selectedVariants,
    );
    return reasons.length > 0 ? reasons.join(", ") : "no result for these inputs yet";
  }

  #run({ planNode, context, parts, key, inputs }: Call, lane: CallLane): Promise<ResultRecord> {
    if (this.#ended) {
      lane.end({ status: "stopped" });
      throw new StepError(stopped);
    }
    const { executions, tools, known, resolvedGraph } = this.environment;
    const held = executions.of(planNode.name, key, () => ({
      planNode,
      key,
      parts,
      resolvedInputs: resolveInputs(planNode, context, () => [], known).map((input) => ({
        ...input,
        untrusted: [...(input.untrusted ?? []), ...this.untrusted()],
      })),
      origin: {
        ...originOf(planNode, resolvedGraph, known, () => undefined),
        call: { by: this.caller.name, given: Object.keys(inputs) },
      },
      tools,
      calls:
        callsOf(planNode.node).length > 0
          ? (calling) => new CallSession(planNode, calling, this.environment)
          : undefined,
    }));
    held.execution.watch((event) => lane.event(event));
    return new Promise((resolve, reject) => {
      this.#running.add(held.execution);
      held.execution.join(this, (outcome) => {
        this.#running.delete(held.execution);
        if (outcome.type === "done") return resolve(outcome.record);
        lane.end(
          outcome.type === "failed"
            ? { status: "failed", message: outcome.failure.message }
            : { status: "stopped" },
        );
        reject(this.#failure(planNode.name, outcome));
      });
      held.start();
    });
  }

  #failure(name: string, outcome: Exclude<ExecutionOutcome, { type: "done" }>): StepError {
    if (outcome.type === "stopped")
      return new StepError(this.#ended ? stopped : { message: `'${name}' was stopped.` });
    const { message, help, causes, again } = outcome.failure;
    return new StepError({
      message: `'${name}' failed: ${message}`,
      ...(help === undefined ? {} : { help }),
      ...(causes ? { causes } : {}),
      ...(again ? { again } : {}),
    });
  }
}

/** Which parameters an endpoint has, its service says: other nodes have the inputs that they name. */
function checkInputs({ name, node }: PlanNode, given: readonly string[]): void {
  if (callsService(node)) return;
  const names = node.inputs.map((input) => input.name);
  const unknown = given.find((one) => !names.includes(one));
  if (unknown === undefined) return;
  const known =
    names.length > 0 ? `Its inputs: ${quoteClosestFirst(unknown, names)}.` : "It takes no inputs.";
  throw new StepError({
    message: `'${name}' has no input '${unknown}'. ${known}${didYouMean(unknown, names)}`,
    at: node.source,
  });
}
