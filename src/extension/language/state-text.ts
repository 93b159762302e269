import type { NodeState } from "../../runtime/protocol/canvas.ts";
import { duration } from "../../runtime/text/duration.ts";

/** A node's state in a few words, as a code lens shows it; undefined where there is nothing to say. */
export function stateText(state: NodeState | undefined): string | undefined {
  if (state === undefined) return undefined;
  switch (state.status) {
    case "waiting":
      return waitingText(state);
    case "running":
      return runningText(state);
    case "asking":
      return "waits for an answer";
    case "failed":
      return `failed: ${firstSentence(state.failure?.message ?? "see the canvas")}`;
    case "idle":
    case "done":
    case "stopped":
      return restingText(state);
  }
}

function waitingText({ phase }: NodeState): string {
  if (phase?.kind !== "queued") return "waiting";
  if (phase.workers !== undefined) return `waits for a worker of '${phase.workers}'`;
  return phase.position === undefined ? "queued" : `position ${phase.position} in the queue`;
}

function runningText({ progress, phase }: NodeState): string {
  if (progress?.fraction !== undefined) return `running ${Math.round(progress.fraction * 100)} %`;
  if (phase === undefined) return "running";
  if (phase.kind !== "running") return phase.kind;
  return phase.on === undefined ? "running" : `runs on ${phase.on.worker}`;
}

function restingText({ status, freshness, duration: took }: NodeState): string | undefined {
  if (freshness.kind === "stale") return `stale: ${freshness.reasons.join(", ")}`;
  if (freshness.kind === "fresh" && freshness.because !== undefined) return freshness.because;
  if (freshness.kind === "fresh" && took !== undefined) return duration(took);
  return status === "stopped" ? "stopped" : undefined;
}

function firstSentence(text: string): string {
  const sentence = /^[^\n]*?[.!?](?=\s|$)/.exec(text)?.[0] ?? text.split("\n")[0] ?? text;
  return sentence.length > 80 ? `${sentence.slice(0, 77)}…` : sentence;
}
