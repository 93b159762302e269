import { dirname } from "node:path";
import PQueue from "p-queue";
import { messageOf, ToolError } from "../safety/tool-error.ts";
import { openWorkflow, type HeadlessWorkflow } from "../../runtime/headless/workflow.ts";
import { StepError } from "../../runtime/failures/failure.ts";
import type { ToolHost } from "../host.ts";
import { recordingsOf, type RecordedCalls } from "./calls.ts";

/** One after another: each has processes of its own, and the results of one are there for the next. */
const oneAtATime = new PQueue({ concurrency: 1 });

export interface OpenedWorkflow {
  readonly file: string;
  readonly graph: string | undefined;
  /** Folder that keeps its results. */
  readonly data: string;
  /** Undefined: all calls are made. */
  readonly recorded: RecordedCalls | undefined;
}

/** Loads a workflow file, which runs its code, works with it, and ends its processes. */
export function withWorkflow<T>(
  host: ToolHost,
  { file, graph, data, recorded }: OpenedWorkflow,
  work: (workflow: HeadlessWorkflow) => Promise<T>,
): Promise<T> {
  const { cache, dist, settings, credentials, log } = host.options;
  return oneAtATime.add(async () => {
    const outcome = await openWorkflow({
      file,
      graph,
      data,
      cache,
      dist,
      folder: host.options.visitors ? dirname(file) : host.workspace.folder,
      settings,
      credentials,
      served: host.options.visitors,
      ...(recorded && { recordings: recordingsOf(host, recorded) }),
      log,
    });
    if (outcome.type === "failed") {
      const { failure } = outcome;
      const at = failure.at ? ` (${host.workspace.nameOf(failure.at.file)}:${failure.at.line})` : "";
      throw new ToolError(
        `The file could not be loaded${at}. ${messageOf(new StepError(failure))} Call 'check'.`,
      );
    }
    try {
      return await work(outcome.workflow);
    } finally {
      await outcome.workflow.close();
    }
  });
}
