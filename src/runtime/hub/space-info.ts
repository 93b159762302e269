import type { StepFailure } from "../failures/failure.ts";

/** What the Hub says about a Space. */
export interface SpaceInfo {
  /** `owner/name`, spelt as the Hub spells it. */
  readonly id: string;
  /** Where the app answers, without a slash at its end; undefined while the Space has never run. */
  readonly host?: string;
  /** The commit. */
  readonly sha?: string;
  readonly stage: SpaceStage;
  readonly private: boolean;
  /** `gradio`, `streamlit`, `docker`, `static`. */
  readonly sdk?: string;
  /** Of a failed build or start. */
  readonly error?: string;
  readonly hardware?: string;
}

export type SpaceStage =
  | "running"
  /** Woken by the first request. */
  | "sleeping"
  | "building"
  | "starting"
  | "paused"
  | "stopped"
  | "failed"
  /** The Hub did not say. */
  | "unknown";

const stages: Readonly<Record<string, SpaceStage>> = {
  RUNNING: "running",
  RUNNING_BUILDING: "running",
  RUNNING_APP_STARTING: "running",
  SLEEPING: "sleeping",
  BUILDING: "building",
  APP_STARTING: "starting",
  PAUSED: "paused",
  STOPPED: "stopped",
  DELETING: "stopped",
  NO_APP_FILE: "failed",
  CONFIG_ERROR: "failed",
  BUILD_ERROR: "failed",
  RUNTIME_ERROR: "failed",
};

/** A stage in the Hub's words. */
export function stageOf(words: string | undefined): SpaceStage {
  return stages[words ?? ""] ?? "unknown";
}

interface RawSpace {
  readonly id: string;
  readonly sha?: string;
  readonly private?: boolean;
  readonly sdk?: string;
  readonly host?: string;
  readonly runtime?: {
    readonly stage?: string;
    readonly errorMessage?: string;
    readonly hardware?: { readonly current?: string | null } | null;
  };
}

export function parseSpace(raw: unknown): SpaceInfo {
  const space = raw as RawSpace;
  return {
    id: space.id,
    ...(space.host ? { host: space.host.replace(/\/+$/, "") } : {}),
    ...(space.sha ? { sha: space.sha } : {}),
    stage: stageOf(space.runtime?.stage),
    private: space.private ?? false,
    ...(space.sdk ? { sdk: space.sdk } : {}),
    ...(space.runtime?.errorMessage ? { error: space.runtime.errorMessage } : {}),
    ...(space.runtime?.hardware?.current ? { hardware: space.runtime.hardware.current } : {}),
  };
}

/** Stages that end by themselves, with the text to show while waiting. */
export const passingStages: Partial<Readonly<Record<SpaceStage, string>>> = {
  sleeping: "The Space sleeps and is being woken.",
  building: "The Space is being built.",
  starting: "The Space is starting.",
};

/** Why a Space in this stage can't be called, or undefined where it can (perhaps after a wait). */
export function stageFailure(space: SpaceInfo, page: string): StepFailure | undefined {
  const link = { title: "Open the Space", url: page };
  const name = `The Space "${space.id}"`;
  if (space.sdk && space.sdk !== "gradio" && space.sdk !== "docker") {
    return {
      message: `${name} is a ${space.sdk} app, not a Gradio app, so it has no API to call.`,
      help: "Use a Space whose SDK is Gradio.",
      link,
    };
  }
  switch (space.stage) {
    case "paused":
      return {
        message: `${name} was paused by its owner.`,
        help: "Ask the owner to restart it, or duplicate the Space and use your copy.",
        link,
      };
    case "stopped":
      return {
        message: `${name} is stopped.`,
        help: "Its owner can restart it on its page; else duplicate the Space and use your copy.",
        link,
      };
    case "failed":
      return {
        message: `${name} does not run: ${space.error?.trim() || "its build or start failed"}.`,
        help: "Look at the logs on its page, or use another Space.",
        link,
      };
    case "running":
    case "sleeping":
    case "building":
    case "starting":
    case "unknown":
      return undefined;
  }
}
