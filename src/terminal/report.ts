import { copyFile, mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { exportPaths } from "../runtime/files/file-values.ts";
import type { Media } from "../runtime/files/media.ts";
import { filesIn, type Json, type Values } from "../runtime/values/value.ts";
import type { Settled } from "../runtime/run/run.ts";
import type { StepFailure } from "../runtime/failures/failure.ts";

/** What `run --json` prints. */
export interface RunReport {
  readonly graph: string;
  readonly results: Record<string, Record<string, Json>>;
  readonly errors: Record<string, { readonly message: string; readonly line: number | null }>;
  /** Milliseconds. */
  readonly durations: Record<string, number>;
  readonly reused: string[];
}

/** A run as data. Nodes are called as in the workflow: a picked variant by its choice. */
export function reportOf(graph: string, settled: readonly Settled[], media: Media): RunReport {
  const report: RunReport = { graph, results: {}, errors: {}, durations: {}, reused: [] };
  for (const one of settled) {
    const name = one.planNode.choice ?? one.planNode.name;
    if (one.type === "failed") report.errors[name] = errorOf(one.failure, one.planNode.node.source?.line);
    if ((one.type === "ran" || one.type === "reused" || one.type === "failed") && one.record !== undefined) {
      report.results[name] = asPaths(one.record.outputs, media);
      if (one.type !== "reused") report.durations[name] = Math.round(one.record.duration);
    }
    if (one.type === "reused") report.reused.push(name);
  }
  return report;
}

/** `made`: the line where the node is made, for a failure that has no line of its own. */
export function errorOf({ message, help, at }: StepFailure, made?: number): RunReport["errors"][string] {
  const sentence = /[.!?:]$/.test(message) ? message : `${message}.`;
  return { message: help === undefined ? message : `${sentence} ${help}`, line: at?.line ?? made ?? null };
}

export function asPaths(outputs: Values, media: Media): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(outputs).map(([port, value]) => [port, exportPaths(value, media)]),
  );
}

/**
 * Where nothing is kept, files would be gone with the command: they are copied to a folder of their own. Resolves with a
 * media folder that answers with the copies.
 */
export async function keepFiles(outputs: readonly Values[], media: Media): Promise<Media> {
  const files = outputs.flatMap((values) => Object.values(values).flatMap((value) => [...filesIn(value)]));
  if (files.length === 0) return media;
  const folder = await mkdtemp(join(tmpdir(), "daggr-results-"));
  const paths = new Map<string, string>();
  for (const file of files) {
    const target = join(folder, file.$file.slice(0, 12));
    await mkdir(target, { recursive: true });
    const path = join(target, basename(file.name));
    await copyFile(media.pathOf(file), path);
    paths.set(file.$file, path);
  }
  return Object.assign(Object.create(media) as Media, {
    pathOf: (file: (typeof files)[number]) => paths.get(file.$file) ?? media.pathOf(file),
  });
}
