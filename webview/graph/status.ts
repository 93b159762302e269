import type { NodeState } from "../../src/runtime/protocol/canvas.ts";
import type { IconName } from "../controls/icons.ts";
import { duration } from "../../src/runtime/text/duration.ts";
import { countText, phaseText, ranOnText } from "./work.ts";

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
      return busy(state.phase ? phaseText(state.phase) : "waiting", waitingText(state));
    case "running":
      return busy(runningText(state), `Running${runningFacts(state)}`);
    case "asking":
      return {
        tone: "attention",
        text: "your answer",
        icon: "account",
        full: "Waits for your answer",
        chip: true,
      };
    case "failed":
      return { tone: "bad", text: "failed", icon: "close", full: failedText(state) };
    case "stopped":
      return { tone: "quiet", text: "stopped", icon: "stop", full: "Stopped" };
    case "idle":
    case "done":
      return restingStatus(state);
  }
}

function restingStatus({ freshness, duration: took, ranOn, bypassed, shown }: NodeState): Status {
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
        full: `Fresh${because}${time && `, took ${time}`}${ranOn && time ? ` ${ranOnText(ranOn)}` : ""}`,
      };
    }
  }
}

function busy(text: string, full: string): Status {
  return { tone: "busy", text, full };
}

function failedText({ failure, ranOn }: NodeState): string {
  return `Failed${ranOn ? ` ${ranOnText(ranOn)}` : ""}: ${failure?.message ?? ""}`;
}

function runningFacts(state: NodeState): string {
  const { phase, items } = state;
  if (items) return `: ${countText(items)}`;
  return phase?.kind === "running" && phase.on ? ` ${ranOnText(phase.on)}` : `: ${runningText(state)}`;
}

/** For what it waits; of a scattered node, how far its items are. */
function waitingText({ phase, items }: NodeState): string {
  if (phase?.kind === "queued" && phase.workers !== undefined)
    return `Waiting for a worker of the group '${phase.workers}'`;
  if (phase?.kind === "queued") return `Waiting: ${phaseText(phase)}`;
  return items ? `Waiting: ${countText(items)}` : "Waiting to run";
}

function runningText({ phase, progress }: NodeState): string {
  if (phase && phase.kind !== "running") return phaseText(phase);
  if (progress?.fraction !== undefined) return `${Math.round(progress.fraction * 100)} %`;
  return progress?.text || (phase ? phaseText(phase) : "running");
}

export const toneColour: Readonly<Record<Tone, string>> = {
  ok: "var(--green)",
  bad: "var(--red)",
  busy: "var(--blue)",
  attention: "var(--yellow)",
  quiet: "var(--line2)",
};
