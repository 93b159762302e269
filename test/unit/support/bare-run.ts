import { isMadeSince } from "../../../src/runtime/plan/age.ts";
import type { GraphDescription } from "../../../src/runtime/graph/description.ts";
import type { SheetFacts } from "../../../src/runtime/plan/evaluate.ts";
import { resolveGraph } from "../../../src/runtime/plan/resolved-graph.ts";
import { plan, type Plan, type Scope } from "../../../src/runtime/plan/planner.ts";
import type { ExecutionListener } from "../../../src/runtime/run/execution.ts";
import type { Executors } from "../../../src/runtime/run/executor.ts";
import { Executions } from "../../../src/runtime/run/executions.ts";
import { ConcurrencyGroups } from "../../../src/runtime/run/concurrency-groups.ts";
import { Run, type RunListener } from "../../../src/runtime/run/run.ts";
import type { Settled } from "../../../src/runtime/run/settled.ts";
import type { ItemResult, ResultRecord, SheetState } from "../../../src/runtime/sheets/store.ts";
import { untouchedSheet } from "../../../src/runtime/sheets/untouched.ts";

/**
 * A sheet in memory for tests of planner and scheduler: keeps every result, shows the newest (a pin stays), and finds items
 * again.
 */
export class Bench implements SheetFacts {
  sheet: SheetState = untouchedSheet;
  graph: GraphDescription;
  readonly results = new Map<string, ResultRecord[]>();
  readonly items = new Map<string, Map<string, ItemResult>>();
  readonly commits = new Map<string, string>();
  readonly files = new Map<string, never>();
  readonly groups = new ConcurrencyGroups();
  readonly executions: Executions;

  constructor(
    graph: GraphDescription,
    public executors: Executors,
    listener: ExecutionListener = {},
  ) {
    this.graph = graph;
    this.executions = new Executions({
      ...listener,
      ended: (execution, outcome) => {
        if (outcome.type !== "stopped" && outcome.record) this.add(outcome.record);
        listener.ended?.(execution, outcome);
      },
    });
  }

  add(record: ResultRecord): void {
    const results = this.results.get(record.node);
    if (results) results.push(record);
    else this.results.set(record.node, [record]);
  }

  /** Shows an earlier result instead of the newest. */
  select(node: string, result: string | undefined): void {
    const { [node]: _before, ...selected } = this.sheet.selected;
    this.sheet = {
      ...this.sheet,
      selected: result === undefined ? selected : { ...selected, [node]: result },
    };
  }

  shown(node: string): ResultRecord | undefined {
    const results = this.results.get(node);
    const selected = this.sheet.pinned[node] ?? this.sheet.selected[node];
    return results?.find(({ id }) => id === selected) ?? results?.at(-1);
  }

  withKey(node: string, key: string, since?: number): string | undefined {
    return this.results.get(node)?.findLast((record) => record.key === key && isMadeSince(record, since))?.id;
  }

  acceptedCommit(node: string): string | undefined {
    return this.commits.get(node);
  }

  fileInput(): undefined {
    return undefined;
  }

  plan(scope: Scope = { type: "all" }): Plan {
    return plan(resolveGraph(this.graph, this.sheet.picks), this, scope);
  }

  begin(scope: Scope = { type: "all" }, listener: RunListener = {}): Run {
    const run = new Run(
      this.plan(scope),
      {
        known: this,
        executions: this.executions,
        tools: { executors: this.executors, groups: this.groups, kept: this.sheet.kept },
        loadResult: (node, id) => this.results.get(node)?.find((record) => record.id === id),
        itemMemory: (node) => ({
          find: (keys) => {
            const inResults = this.results.get(node)?.flatMap(({ items = [] }) => items) ?? [];
            const known = new Map([
              ...inResults.map((item) => [item.key, item] as const),
              ...(this.items.get(node) ?? []),
            ]);
            return Promise.resolve(keys.flatMap((key) => known.get(key) ?? []));
          },
          keep: (items) => {
            const known = this.items.get(node) ?? new Map<string, ItemResult>();
            for (const item of items) known.set(item.key, item);
            this.items.set(node, known);
          },
        }),
      },
      {
        ...listener,
        settled: (one, settled) => {
          const { planNode } = settled;
          if (settled.type === "reused" && this.shown(planNode.name) !== settled.record) {
            this.select(planNode.name, settled.record.id);
          } else if (settled.type === "ran" && this.sheet.selected[planNode.name] !== undefined) {
            this.select(planNode.name, undefined);
          }
          listener.settled?.(one, settled);
        },
      },
    );
    return run.start();
  }

  async run(scope: Scope = { type: "all" }): Promise<RunResult> {
    return resultOf(await this.begin(scope).done);
  }
}

export interface RunResult {
  readonly ran: readonly string[];
  readonly reused: readonly string[];
  readonly failed: Readonly<Record<string, string>>;
  readonly stopped: readonly string[];
}

export function resultOf(settled: readonly Settled[]): RunResult {
  const named = (type: Settled["type"]) =>
    settled.filter((one) => one.type === type).map(({ planNode }) => planNode.name);
  const failed = settled.flatMap((one) =>
    one.type === "failed" ? [[one.planNode.name, one.failure.message]] : [],
  );
  return {
    ran: named("ran"),
    reused: named("reused"),
    stopped: named("stopped").sort(),
    failed: Object.fromEntries(failed) as Record<string, string>,
  };
}
