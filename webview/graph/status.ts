import type { NodeState } from "../../src/runtime/protocol/canvas.ts";
import type { StepPhase } from "../../src/runtime/protocol/canvas.ts";
import type { IconName } from "../controls/icons.ts";
import { duration } from "../../src/runtime/text/duration.ts";

/** The kind of status, which decides the colour. */
export type Tone = "ok" | "bad" | "busy" | "attention" | "quiet";

export interface Status {
  readonly tone: Tone;
  readonly text: string;
  readonly icon?: IconName;
  /** Everything there is to say, for the tooltip and screen readers. */
  readonly full: string;
  /** Drawn as a chip with a border, not as plain text. */
  readonly chip?: boolean;
}

export function statusOf(state: NodeState): Status {
  switch (state.status) {
    case "waiting":
      return busy(state.phase ? phaseText(state.phase) : "waiting", "Waiting to run");
    case "running":
      return busy(runningText(state), `Running: ${runningText(state)}`);
    case "asking":
      return {
        tone: "attention",
        text: "your answer",
        icon: "account",
        full: "Waits for your answer",
        chip: true,
      };
    case "failed":
      return { tone: "bad", text: "failed", icon: "close", full: `Failed: ${state.failure?.message ?? ""}` };
    case "stopped":
      return { tone: "quiet", text: "stopped", icon: "stop", full: "Stopped" };
    case "idle":
    case "done":
      return restingStatus(state);
  }
}

function restingStatus({ freshness, duration: took, bypassed, shown }: NodeState): Status {
  if (bypassed)
    return {
      tone: "quiet",
      text: "bypassed",
      full: "Bypassed: its first fitting input passes through",
      chip: true,
    };
  switch (freshness.kind) {
    case "missing":
      return { tone: "quiet", text: "", full: "Not run yet" };
    case "stale": {
      const [first = "stale", ...others] = freshness.reasons;
      const text = others.length > 0 ? `${first} +${others.length}` : first;
      return { tone: "attention", text, full: `Stale: ${freshness.reasons.join(", ")}`, chip: true };
    }
    case "fresh": {
      const because = freshness.because ? ` (${freshness.because})` : "";
      const time = shown !== undefined && took !== undefined ? duration(took) : "";
      return {
        tone: "ok",
        text: time || "fresh",
        icon: "check",
        full: `Fresh${because}${time && `, took ${time}`}`,
      };
    }
  }
}

function busy(text: string, full: string): Status {
  return { tone: "busy", text, full };
}

function runningText({ phase, progress }: NodeState): string {
  if (phase && phase.kind !== "running") return phaseText(phase);
  if (progress?.fraction !== undefined) return `${Math.round(progress.fraction * 100)} %`;
  return progress?.text || (phase ? phaseText(phase) : "running");
}

/** What a step does besides running, in a few words. */
export function phaseText(phase: StepPhase): string {
  switch (phase.kind) {
    case "waiting":
      return "waiting";
    case "waking":
    case "installing":
      return phase.text;
    case "queued": {
      const place =
        phase.position === undefined
          ? "queued"
          : `queue ${phase.position}${phase.of ? ` of ${phase.of}` : ""}`;
      return phase.eta === undefined ? place : `${place} · ~${duration(phase.eta * 1000)}`;
    }
    case "running":
      return phase.worker === undefined ? "running" : `on ${phase.worker}`;
    case "retrying":
      return `retry ${phase.attempt} in ${duration(phase.delay)}: ${phase.reason}`;
  }
}

export const toneColour: Readonly<Record<Tone, string>> = {
  ok: "var(--green)",
  bad: "var(--red)",
  busy: "var(--blue)",
  attention: "var(--yellow)",
  quiet: "var(--line2)",
};
