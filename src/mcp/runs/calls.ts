import * as v from "valibot";
import { StepError } from "../../runtime/failures/failure.ts";
import { recordingBeside } from "../../runtime/recordings/beside.ts";
import type { Recordings } from "../../runtime/recordings/services.ts";
import type { ToolHost } from "../host.ts";

/** How the calls of a run are made, as an argument. */
export const calls = v.optional(
  v.pipe(
    v.picklist(["recorded", "live"]),
    v.description(
      'Where NAME.recordings lies beside the file, calls of Spaces and models are answered from there, and others are refused. "live" makes those others, and records them; the person is asked, and a budget counts them. "recorded": none is made at all.',
    ),
  ),
);

/** As a result. */
export const answeredFrom = v.optional(
  v.pipe(v.string(), v.description("The recording that calls of Spaces and models were answered from.")),
);

/** A run whose calls are answered from a recording. */
export interface RecordedCalls {
  /** Absolute path. */
  readonly folder: string;
  /** Whether calls that are in no record are made, and count. */
  readonly makesMissing: boolean;
  /** Whether those are recorded: what visitors do changes nothing of the owner's. */
  readonly keepsLive: boolean;
}

/** Undefined where all calls are made. */
export async function recordedCalls(
  { workspace, permissions, options }: ToolHost,
  workflow: string,
  asked: v.InferOutput<typeof calls>,
): Promise<RecordedCalls | undefined> {
  const keepsLive = !options.visitors;
  const folder = await workspace.recordingOf(workflow);
  if (asked === "recorded")
    return { folder: folder ?? recordingBeside(workflow), makesMissing: false, keepsLive };
  if (folder === undefined) return undefined;
  const makesMissing = asked === "live" || permissions.policyOf("live") === "allowed";
  return { folder, makesMissing, keepsLive };
}

export function recordingsOf(host: ToolHost, { folder, makesMissing, keepsLive }: RecordedCalls): Recordings {
  return {
    mode: "replay",
    folder,
    mayBeMissing: true,
    // What it throws is the call's failure.
    allowLive: (refusal) => {
      if (makesMissing) {
        host.liveCalls.begin(refusal);
        return true;
      }
      throw new StepError({
        message: refusal.message,
        help: 'Change the inputs to what was recorded, or call this tool again with calls: "live", which asks the person.',
      });
    },
    madeLive: (seconds) => host.liveCalls.took(seconds),
    keepsLive,
  };
}
