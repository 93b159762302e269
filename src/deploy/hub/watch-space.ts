import * as v from "valibot";
import { StepError } from "../../runtime/failures/failure.ts";
import type { HubClient } from "../../runtime/hub/client.ts";
import { refusal } from "./refusals.ts";
import { followLog, lastOfLog, type LogKind } from "./space-log.ts";

const Runtime = v.object({
  stage: v.string(),
  /** The commit that it is about. */
  sha: v.nullish(v.string()),
  errorMessage: v.nullish(v.string()),
});

/** Stages that end by themselves. */
const passing = new Set(["BUILDING", "RUNNING_BUILDING", "APP_STARTING", "RUNNING_APP_STARTING"]);
const building = new Set(["BUILDING", "RUNNING_BUILDING"]);
const failed: Readonly<Record<string, LogKind>> = {
  BUILD_ERROR: "build",
  CONFIG_ERROR: "build",
  NO_APP_FILE: "build",
  RUNTIME_ERROR: "run",
};

/** How a deployment ended. */
export type SpaceEnd =
  | { readonly kind: "running" }
  | {
      readonly kind: "failed";
      readonly stage: string;
      readonly reason?: string;
      readonly log: LogKind;
      /** The end of that log. */
      readonly lines: readonly string[];
    }
  /** Nothing more happens by itself, or the time is over. */
  | { readonly kind: "resting"; readonly stage: string };

export type SpaceEvent =
  | { readonly type: "stage"; readonly stage: string }
  /** A line that the build prints. */
  | { readonly type: "log"; readonly line: string };

export interface WatchOptions {
  readonly signal: AbortSignal;
  /** What was uploaded. */
  readonly commit: string;
  readonly tell: (event: SpaceEvent) => void;
  /** Waits before the next question. */
  readonly wait: (attempt: number) => Promise<void>;
  /** Questions until it is given up. */
  readonly attempts: number;
}

/** Questions after which a stage that does not change is that of the new commit. */
const settled = 5;
/** Questions in a row that may fail. */
const tolerated = 5;

/**
 * Follows a Space until it runs or does not. Right after a commit the Hub still tells how the one before ended: an end counts where
 * it is about this commit, or after something was seen to happen.
 */
export async function watchSpace(client: HubClient, space: string, options: WatchOptions): Promise<SpaceEnd> {
  const { signal, commit, tell, wait, attempts } = options;
  const build = new BuildLog(client, space, options);
  let last = "";
  let since = 0;
  let happened = false;
  let failures = 0;
  try {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const runtime = await runtimeOf(client, space, signal).catch((error: unknown) => {
        signal.throwIfAborted();
        failures += 1;
        // The network may come back, and a busy Hub too.
        if (!(error instanceof StepError && error.failure.transient) || failures > tolerated) throw error;
      });
      if (runtime) {
        const { stage, sha, errorMessage } = runtime;
        failures = 0;
        since = stage === last ? since + 1 : 1;
        if (stage !== last) tell({ type: "stage", stage });
        last = stage;
        happened ||= passing.has(stage);
        await build.at(stage);
        if (!passing.has(stage) && (sha === commit || happened || since >= settled))
          return await endOf(client, space, { stage, reason: errorMessage ?? undefined, signal });
      }
      await wait(attempt);
    }
    return { kind: "resting", stage: last };
  } finally {
    await build.end();
  }
}

async function endOf(
  client: HubClient,
  space: string,
  { stage, reason, signal }: { stage: string; reason: string | undefined; signal: AbortSignal },
): Promise<SpaceEnd> {
  if (stage === "RUNNING") return { kind: "running" };
  const log = failed[stage];
  if (log === undefined) return { kind: "resting", stage };
  const lines = await lastOfLog(client, space, log, signal);
  return { kind: "failed", stage, log, lines, ...(reason && { reason }) };
}

/** What a build prints, told while it goes on. */
class BuildLog {
  readonly #stop = new AbortController();
  #following: Promise<void> | undefined;

  constructor(
    private readonly client: HubClient,
    private readonly space: string,
    private readonly options: Pick<WatchOptions, "signal" | "tell">,
  ) {
    options.signal.addEventListener("abort", () => this.#stop.abort(), { signal: this.#stop.signal });
  }

  /** Begins where a build does, and ends with it. */
  async at(stage: string): Promise<void> {
    if (!building.has(stage)) return this.#following && this.end();
    this.#following ??= followLog(this.client, this.space, "build", this.#stop.signal, (line) =>
      this.options.tell({ type: "log", line }),
    );
  }

  async end(): Promise<void> {
    this.#stop.abort();
    await this.#following;
  }
}

async function runtimeOf(client: HubClient, space: string, signal: AbortSignal) {
  const answer = await client.ask(`/api/spaces/${space}/runtime`, { signal });
  const parsed = v.safeParse(Runtime, answer.body);
  if (answer.status !== 200 || !parsed.success)
    throw refusal(answer, { doing: "tell how the Space is", space });
  return parsed.output;
}
