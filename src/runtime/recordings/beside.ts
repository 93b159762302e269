import { basename, dirname, extname, join } from "node:path";

/** The folder of a workflow's own recording: `workflow.recordings` beside `workflow.ts`. */
export function recordingBeside(workflow: string): string {
  return join(dirname(workflow), `${basename(workflow, extname(workflow))}.recordings`);
}
