import { randomUUID } from "node:crypto";
import { plan, type Scope } from "../../plan/planner.ts";
import type { ItemStates, LogLine, RunState } from "../../protocol/canvas.ts";
import { statusOfPhase } from "../../protocol/step-phase.ts";
import type { Execution, ExecutionListener } from "../../run/execution.ts";
import type { ExecutionOutcome } from "../../run/execution-task.ts";
import { Executions } from "../../run/executions.ts";
import { Run, type RunEnvironment, type RunListener } from "../../run/run.ts";
import type { Settled } from "../../run/settled.ts";
import type { StepTools } from "../../run/step/run-step.ts";
import type { StepEvent } from "../../run/step/step-events.ts";
import { withoutKnown } from "../../failures/secrets.ts";
import { printable } from "../../text/printable.ts";
import type { LeftJobs } from "./left-jobs.ts";
import { QueueLoad } from "./queue-load.ts";
import { isBusy, type Live } from "../canvas/node-states.ts";
import type { SheetView } from "../canvas/sheet-view.ts";

/** Milliseconds between two looks at the run bar. */
const barRest = 20;
/** The same where only the queue changed, as it does with each of a thousand items. */
const queueRest = 250;
/** Lines of a node's output that a card can show. */
const keptLines = 500;

export interface RunEnd {
  readonly duration: number;
  readonly failed: readonly string[];
}

export interface RunOptions extends RunListener, Pick<RunEnvironment, "refused"> {}

interface ItemCount {
  readonly done: Set<number>;
  readonly running: Set<number>;
  readonly total: number;
}

/** What runs on one sheet, and how its cards show it. */
export class SheetRuns {
  readonly executions: Executions;
  /** Told of every line that something prints, before its step ends. Cards show the last ones, a frame later. */
  readonly printed = new Set<(node: string, lines: readonly LogLine[]) => void>();
  readonly #runs = new Map<Run, string>();
  #stops = 0;
  /** Items of scattered nodes that run. */
  readonly #items = new Map<Execution, ItemCount>();
  readonly #queue = new QueueLoad();

  constructor(
    private readonly view: SheetView,
    private readonly ended: (end: RunEnd) => void,
    private readonly leftJobs: LeftJobs | undefined,
  ) {
    this.executions = new Executions(this.#listener());
  }

  /** Starts what a scope asks for; throws where it names no node. */
  start(scope: Scope, tools: StepTools, { refused, ...listener }: RunOptions = {}): Run {
    const { view } = this;
    const { data, resolvedGraph } = view;
    if (!resolvedGraph) throw new Error("The workflow is not loaded yet.");
    const run = new Run(
      plan(resolvedGraph, data, scope),
      {
        known: data,
        executions: this.executions,
        tools: { ...tools, kept: data.sheet.kept },
        loadResult: (node, result) => data.load(node, result),
        itemMemory: (node) => data.itemMemory(node),
        refused,
      },
      {
        settled: (one, settled) => {
          this.#settled(settled);
          listener.settled?.(one, settled);
        },
        ended: (one) => {
          this.#endedRun(one);
          listener.ended?.(one);
        },
      },
    );
    this.#runs.set(run, randomUUID());
    for (const { planNode, action } of run.plan.steps) {
      if (refused || (action !== "run" && action !== "check")) continue;
      const live = view.live(planNode.name);
      if (isBusy(live)) continue;
      Object.assign(live, {
        status: "waiting",
        phase: undefined,
        failure: undefined,
        endedAt: undefined,
      } satisfies Partial<Live>);
      view.touch(planNode.name);
    }
    run.start();
    this.#tellRuns();
    return run;
  }

  /** Stops one node, or everything. */
  stop(node?: string): void {
    if (node === undefined) {
      this.#stops += 1;
      for (const run of [...this.#runs.keys()]) run.stop();
      this.executions.stop();
      return;
    }
    const name = this.view.resolvedGraph?.byName.get(node)?.name ?? node;
    for (const run of [...this.#runs.keys()]) run.stopWaiting(name);
    this.executions.stop(name);
  }

  /** How often everything was stopped: a run that is still being prepared then does not begin. */
  get stops(): number {
    return this.#stops;
  }

  get busy(): boolean {
    return this.#runs.size > 0;
  }

  #listener(): ExecutionListener {
    return {
      started: (execution) => {
        const { planNode, startedAt } = execution;
        const { lanes: calls } = execution;
        const fresh: Live = { status: "running", startedAt, streaming: false, logs: [], calls };
        Object.assign(
          this.view.live(planNode.name),
          { phase: undefined, progress: undefined, failure: undefined },
          fresh,
        );
        this.view.touch(planNode.name);
        this.#tellRunsSoon();
      },
      event: (execution, event, item) => this.#event(execution, event, item),
      items: (execution, items) => this.#itemStates(execution, items),
      called: ({ planNode, lanes }) => {
        this.view.live(planNode.name).calls = lanes;
        this.view.touch(planNode.name);
      },
      ended: (execution, outcome) => this.#outcome(execution, outcome),
    };
  }

  #event(execution: Execution, event: StepEvent, item: number | undefined): void {
    const { name } = execution.planNode;
    const live = this.view.live(name);
    if (event.type === "phase" && this.#queue.phase(execution, event.phase, item)) {
      this.leftJobs?.queued(execution);
      this.#tellRunsSoon(queueRest);
    }
    if (event.type === "log") {
      const lines = linesOf(event, item);
      live.logs = [...live.logs, ...lines].slice(-keptLines);
      for (const tell of this.printed) tell(execution.planNode.choice ?? name, lines);
    } else if (item !== undefined) {
      return;
    } else if (event.type === "phase") {
      live.phase = event.phase;
      live.startedAt = execution.startedAt;
      if (live.status !== "asking") live.status = statusOfPhase(event.phase);
    } else if (event.type === "progress") {
      live.progress = { fraction: event.fraction, text: event.text };
    } else {
      live.streaming = true;
      this.view.tell(name, { outputs: event.outputs });
    }
    this.view.touch(name);
  }

  #itemStates(execution: Execution, items: ItemStates): void {
    const { name } = execution.planNode;
    let count = this.#items.get(execution);
    if (!count) {
      // The first telling names every item, in the order of their indices.
      count = { done: new Set(), running: new Set(), total: items.size };
      this.#items.set(execution, count);
      this.view.tell(name, { items: [...items.values()] });
    } else {
      this.view.tellItems(name, items);
    }
    for (const [index, { status }] of items) {
      if (status === "done" || status === "failed") count.done.add(index);
      if (status === "running") count.running.add(index);
      else count.running.delete(index);
      if (status !== "running" && status !== "waiting") this.#queue.ended(execution, index);
    }
    const live = this.view.live(name);
    const done = count.done.size;
    live.progress = { fraction: count.total > 0 ? done / count.total : 1, text: `${done}/${count.total}` };
    // What is left waits, all of it.
    if (live.status !== "asking")
      live.status = count.running.size === 0 && done < count.total ? "waiting" : "running";
    this.view.touch(name);
  }

  #outcome(execution: Execution, outcome: ExecutionOutcome): void {
    const { planNode } = execution;
    const live = this.view.live(planNode.name);
    const resting = {
      phase: undefined,
      progress: undefined,
      startedAt: undefined,
      ranOn: undefined,
      streaming: false,
      question: undefined,
    } satisfies Partial<Live>;
    const ranOn = live.phase?.kind === "running" ? live.phase.on : undefined;
    this.#items.delete(execution);
    this.#queue.ended(execution);
    this.leftJobs?.ended(execution);
    if (outcome.type === "stopped") {
      Object.assign(live, resting, { status: "stopped", failure: outcome.note, endedAt: undefined });
    } else if (outcome.type === "failed") {
      // What a person has pinned stays shown, whatever came of this.
      const shown = this.view.data.sheet.pinned[planNode.name] !== undefined ? undefined : outcome.record?.id;
      const endedAt = shown === undefined ? undefined : { shown, fresh: true };
      Object.assign(live, resting, { status: "failed", failure: outcome.failure, ranOn, endedAt });
    } else {
      Object.assign(live, resting, { status: undefined, failure: undefined, calls: undefined });
    }
    if (outcome.type !== "stopped" && outcome.record) {
      // It stands among the node's results when it is kept.
      void this.view.data.add(outcome.record).then(() => this.view.refreshSoon());
      const { outputs, duration, ranOn, id, drawn, calls } = outcome.record;
      const pinned = this.view.data.shown(planNode.name)?.id !== id;
      const status = outcome.type === "done" ? "done" : "failed";
      this.view.tell(
        planNode.name,
        pinned ? { status } : { status, outputs, duration, ranOn, shown: id, drawn, calls },
      );
    }
    this.view.touch(planNode.name);
    this.view.refreshSoon();
    this.#tellRunsSoon();
  }

  #settled(settled: Settled): void {
    const { planNode } = settled;
    const live = this.view.live(planNode.name);
    if (settled.type === "reused") {
      if (this.view.data.shown(planNode.name)?.id !== settled.record.id) this.view.data.show(settled.record);
      if (live.status === "waiting" || !isBusy(live))
        Object.assign(live, { status: undefined, failure: undefined } satisfies Partial<Live>);
    } else if (settled.type === "stopped" && live.status === "waiting") {
      live.status = "stopped";
    } else if (settled.type === "failed" && isBusy(live)) {
      // It never began: something before it failed, or its inputs could not be put together.
      Object.assign(live, {
        status: "failed",
        phase: undefined,
        failure: settled.failure,
        endedAt: undefined,
      } satisfies Partial<Live>);
    } else if (settled.type === "failed") {
      live.failure = settled.failure;
      live.status = "failed";
    }
    this.view.touch(planNode.name);
    this.view.refreshSoon();
  }

  #endedRun(run: Run): void {
    this.#runs.delete(run);
    this.#tellRuns();
    const failed = run.settled.flatMap((one) =>
      one.type === "failed" && one.because === undefined ? [one.planNode.name] : [],
    );
    if (!run.stopped) this.ended({ duration: Date.now() - run.startedAt, failed });
  }

  #told: string | undefined;
  #telling: NodeJS.Timeout | undefined;

  /** The run bar, now and then however many nodes change. */
  #tellRunsSoon(rest = barRest): void {
    this.#telling ??= setTimeout(() => this.#tellRuns(), rest);
  }

  #tellRuns(): void {
    clearTimeout(this.#telling);
    this.#telling = undefined;
    const run = this.#runState();
    const text = JSON.stringify(run);
    if (text !== this.#told) this.view.board.change({ run });
    this.#told = text;
  }

  #runState(): RunState | undefined {
    const [first] = this.#runs;
    if (!first) return undefined;
    const running = new Set<string>();
    const waiting = new Set<string>();
    let done = 0;
    let total = 0;
    for (const run of this.#runs.keys()) {
      for (const node of run.open.running) running.add(node);
      for (const node of run.open.waiting) waiting.add(node);
      const acting = run.plan.steps.filter(({ action }) => action === "run" || action === "check").length;
      total += acting;
      done += acting - run.open.running.length - run.open.waiting.length;
    }
    const startedAt = Math.min(...[...this.#runs.keys()].map((run) => run.startedAt));
    const { use: queue } = this.#queue;
    return {
      id: first[1],
      startedAt,
      running: [...running],
      waiting: [...waiting],
      done,
      total,
      ...(queue && { queue }),
    };
  }
}

/** The lines of a text, with the number of the item that they are of. */
function linesOf(
  { stream, text }: Extract<StepEvent, { type: "log" }>,
  item: number | undefined,
): readonly LogLine[] {
  const place = item === undefined ? "" : `[${item + 1}] `;
  // Once more: a control sequence may have stood inside of a secret.
  const lines = withoutKnown(printable(text)).replace(/\n$/, "").split("\n");
  return lines.map((line) => ({ stream, text: place + line }));
}
