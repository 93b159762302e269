import { exportPaths } from "../files/file-values.ts";
import type { MediaPaths } from "./result-files.ts";
import type { StepFailure } from "../failures/failure.ts";
import type { Settled } from "../run/settled.ts";
import type { FallbackUse } from "../sheets/store.ts";
import type { Json, Values } from "../values/value.ts";

/** A run as plain data: what `daggr run --json` prints. Nodes have their names in the workflow, a selected variant that of its choice. */
export interface RunReport {
  readonly graph: string;
  /** Node → port → value; files are paths. */
  readonly results: Record<string, Record<string, Json>>;
  /** `line`: 1-based, where the node failed, else where it is made. */
  readonly errors: Record<string, { readonly message: string; readonly line: number | null }>;
  /** Milliseconds. */
  readonly durations: Record<string, number>;
  /** Nodes whose earlier result was still fresh. */
  readonly reused: string[];
  /** Nodes whose result came from their fallback, and why; left out where there are none. */
  fallbacks?: Record<string, FallbackUse>;
  /** Choice → the variant whose outputs these are; left out where there are none. */
  variants?: Record<string, string>;
}

/** One node alone, as plain data: what `daggr test --json` prints. */
export interface TestReport {
  readonly node: string;
  /** What it ran on, given or made up: by input, files as paths. Without what callables gave. */
  readonly inputs: Readonly<Record<string, Json>>;
  /** Port → value; files are paths. */
  readonly result: Readonly<Record<string, Json>>;
  /** The shape of the result as a TypeScript type. */
  readonly type: string;
}

export function reportOf(graph: string, settled: readonly Settled[], media: MediaPaths): RunReport {
  const report: RunReport = { graph, results: {}, errors: {}, durations: {}, reused: [] };
  for (const step of settled) {
    const { choice } = step.planNode;
    const name = choice ?? step.planNode.name;
    if (choice !== undefined && step.planNode.selected) (report.variants ??= {})[choice] = step.planNode.name;
    if (step.type === "failed") report.errors[name] = errorOf(step.failure, step.planNode.node.source?.line);
    if (
      (step.type === "ran" || step.type === "reused" || step.type === "failed") &&
      step.record !== undefined
    ) {
      report.results[name] = pathsOf(step.record.outputs, media);
      if (step.record.fallback) (report.fallbacks ??= {})[name] = step.record.fallback;
      if (step.type !== "reused") report.durations[name] = Math.round(step.record.duration);
    }
    // What ran to have its items edited is used a moment later.
    if (step.type === "reused" && report.durations[name] === undefined) report.reused.push(name);
  }
  return report;
}

/** The report of a graph whose file could not be loaded. */
export function reportOfLoadFailure(graph: string, failure: StepFailure): RunReport {
  return { graph, results: {}, errors: { "": errorOf(failure) }, durations: {}, reused: [] };
}

/** `nodeLine`: where the node is made, for a failure without a line of its own. */
function errorOf(failure: StepFailure, nodeLine?: number): RunReport["errors"][string] {
  const { help, at, fullMessage: message = failure.message } = failure;
  const sentence = /[.!?:]$/.test(message) ? message : `${message}.`;
  return {
    message: help === undefined ? message : `${sentence} ${help}`,
    line: at?.line ?? nodeLine ?? null,
  };
}

/** Outputs by port, with paths in place of file references. */
export function pathsOf(outputs: Values, media: MediaPaths): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(outputs).map(([port, value]) => [port, exportPaths(value, media)]),
  );
}
