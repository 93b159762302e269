import type { Evaluation } from "../../plan/evaluate.ts";
import type { PlanNode } from "../../plan/resolved-graph.ts";
import type { ItemState, LogLine, NodeState, Question } from "../../protocol/canvas.ts";
import type { StepPhase } from "../../protocol/step-phase.ts";
import { labelsOf } from "../../run/scatter/scatter-items.ts";
import type { StepFailure } from "../../failures/failure.ts";
import type { CallLanes } from "../../run/calls/call-lanes.ts";
import type { ResultId, ResultRecord, ResultSummary, WorkerUse } from "../../sheets/store.ts";
import type { SheetData } from "../sheets/sheet-data.ts";
import { runs } from "../../graph/node-kinds.ts";

/** What is known of a node besides what the sheet keeps: it lasts as long as the session. */
export interface Live {
  /** Undefined: nothing happened, the shown result says it all. */
  status?: NodeState["status"];
  phase?: StepPhase;
  progress?: NodeState["progress"];
  startedAt?: number;
  failure?: StepFailure;
  /** Of a failure: where it happened, if that was on another machine. */
  ranOn?: WorkerUse;
  question?: Question;
  /** Of a failure or a stop: how the node stood then. */
  endedAt?: Standing;
  streaming: boolean;
  logs: readonly LogLine[];
  /** Of a function that calls nodes, from its start until it has a result. */
  calls?: CallLanes;
}

/** Which result is shown, and whether it is what the node would give. */
export interface Standing {
  readonly shown: ResultId | undefined;
  readonly fresh: boolean;
}

export const restingLive: Readonly<Live> = { streaming: false, logs: [] };

export function isBusy({ status }: Live): boolean {
  return status === "waiting" || status === "running" || status === "asking";
}

/**
 * A failure or a stop is of what ran then. It is over when a person looks at another result, or when the shown one is what the
 * node would give now, which it was not then.
 */
export function forgetEnd(live: Live, { shown, freshness }: Evaluation): void {
  if (live.status !== "failed" && live.status !== "stopped") {
    live.endedAt = undefined;
    return;
  }
  const now: Standing = { shown: shown?.id, fresh: freshness.kind === "fresh" };
  const then = (live.endedAt ??= now);
  if (shown && (now.shown !== then.shown || (now.fresh && !then.fresh)))
    Object.assign(live, {
      status: undefined,
      failure: undefined,
      endedAt: undefined,
      calls: undefined,
    } satisfies Partial<Live>);
}

/** A plan node as its card shows it. While it runs, outputs and items are those of the run, and not part of this. */
export function nodeState(evaluation: Evaluation, data: SheetData, live: Readonly<Live>): Partial<NodeState> {
  const { planNode, shown, freshness, produced } = evaluation;
  const pinned = data.sheet.pinned[planNode.name];
  const failed = live.status === undefined && shown ? failureOfResult(shown) : undefined;
  const state: Partial<NodeState> = {
    ...liveState(live),
    status: live.status ?? (failed ? "failed" : shown ? "done" : "idle"),
    failure: live.failure ?? failed,
    freshness,
    results: planNode.called ? latestOf(data.results(planNode.name)) : data.results(planNode.name),
    shown: shown?.id,
    pinned: pinned === shown?.id ? pinned : undefined,
    bypassed: data.sheet.bypassed[planNode.name] === true,
    drawn: shown?.drawn ?? nothing,
    calls: live.calls?.state ?? shown?.calls,
  };
  if (isBusy(live)) return state;
  const outputs = !runs(planNode.node) || state.bypassed ? produced?.outputs : shown?.outputs;
  const duration = shown?.duration;
  const ranOn = live.status === "failed" ? live.ranOn : shown?.ranOn;
  return { ...state, outputs, duration, ranOn, items: shown && itemStates(planNode, shown) };
}

/** What a card shows of what happens right now. */
export function liveState(live: Readonly<Live>): Partial<NodeState> {
  const { status, phase, progress, startedAt, failure, question, streaming, logs, calls } = live;
  const state = {
    ...{ phase, progress, startedAt, failure, question, streaming, logs },
    ...(calls && { calls: calls.state }),
  };
  return status === undefined ? state : { ...state, status };
}

const nothing = {};

/** Results of calls that a card lists: there may be thousands. */
const mostListed = 200;
const latest = new WeakMap<readonly ResultSummary[], readonly ResultSummary[]>();

/** The same list for the same results, so that it is sent once. */
function latestOf(results: readonly ResultSummary[]): readonly ResultSummary[] {
  if (results.length <= mostListed) return results;
  const found = latest.get(results) ?? results.slice(0, mostListed);
  latest.set(results, found);
  return found;
}

const states = new WeakMap<ResultRecord, readonly ItemState[]>();

/** The items of a stored result; undefined where the node is not scattered. */
function itemStates(planNode: PlanNode, record: ResultRecord): readonly ItemState[] | undefined {
  if (!record.items) return undefined;
  let found = states.get(record);
  if (!found) {
    const labels = labelsOf(planNode, record.inputs, record.items.length);
    found = record.items.map((item, index): ItemState => {
      const { key, ranOn } = item;
      const base = { key, label: labels[index]!, ...(ranOn && { ranOn }) };
      if (item.status === "done") return { ...base, status: "done", outputs: item.outputs };
      const failure = { message: item.error.message };
      return { ...base, status: "failed", failure, ...(item.outputs && { outputs: item.outputs }) };
    });
    states.set(record, found);
  }
  return found;
}

/** A result some items of which failed, or some values of which did not fit, is a failure also after a restart. */
function failureOfResult(record: ResultRecord): StepFailure | undefined {
  if (record.misfits) return { message: Object.values(record.misfits).join(" ") };
  const failed = record.items?.filter((item) => item.status === "failed") ?? [];
  const first = failed[0];
  if (first?.status !== "failed") return undefined;
  return {
    message: `${failed.length} of ${record.items!.length} items failed: ${first.error.message}`,
    help: "Run the failed items again, or let a gather take those that worked.",
  };
}

/** The fields that differ from what was sent last. */
export function difference(
  before: Partial<NodeState>,
  now: Partial<NodeState>,
): Partial<NodeState> | undefined {
  const changed: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(now)) {
    const old: unknown = before[field as keyof NodeState];
    if (old === value) continue;
    if (field === "freshness" && JSON.stringify(old) === JSON.stringify(value)) continue;
    changed[field] = value;
  }
  return Object.keys(changed).length > 0 ? changed : undefined;
}
