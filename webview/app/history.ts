import type { ResultSummary } from "../../src/runtime/sheets/store.ts";

/** What one run made of the nodes that an app shows. */
export interface AppRun {
  /** The first of its results is the oldest. */
  readonly results: readonly AppResult[];
  readonly startedAt: number;
  /** Milliseconds from the first start to the last end. */
  readonly duration: number;
  readonly name?: string;
  readonly starred: boolean;
}

export interface AppResult extends ResultSummary {
  readonly node: string;
}

/**
 * The earlier runs of an app, the newest first. Results know of no run: those of several nodes are one run until a node has
 * its next result. So a result that was reused is found in the run that made it.
 */
export function appRuns(resultsOf: Readonly<Record<string, readonly ResultSummary[]>>): AppRun[] {
  const results = Object.entries(resultsOf)
    .flatMap(([node, own]) => own.map((result): AppResult => ({ ...result, node })))
    .sort((one, other) => one.startedAt - other.startedAt);
  const runs: AppResult[][] = [];
  for (const result of results) {
    const run = runs.at(-1);
    if (!run || run.some(({ node }) => node === result.node)) runs.push([result]);
    else run.push(result);
  }
  return runs.map(runOf).reverse();
}

function runOf(results: readonly AppResult[]): AppRun {
  const startedAt = results[0]?.startedAt ?? 0;
  const end = Math.max(...results.map((result) => result.startedAt + result.duration));
  const name = results.find((result) => result.name)?.name;
  return {
    results,
    startedAt,
    duration: end - startedAt,
    ...(name !== undefined && { name }),
    starred: results.some(({ starred }) => starred),
  };
}
