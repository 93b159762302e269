import { basename, dirname } from "node:path";
import type { StepFailure } from "../failures/failure.ts";
import { relativePaths } from "../text/relative-paths.ts";
import type { RunProblem } from "./results.ts";

/** Failures as reports have them: with paths from the workflow's folder on. */
export function problemsOf(workflow: string): (failure: StepFailure, node?: string) => RunProblem {
  const show = relativePaths(dirname(workflow));
  return ({ message, help, at }, node) => ({
    ...(node !== undefined && { node }),
    message: show(message),
    ...(help !== undefined && { help: show(help) }),
    ...(at && { at: { file: show(at.file) || basename(at.file), line: at.line } }),
  });
}
