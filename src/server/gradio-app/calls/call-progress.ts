import type { StepPhase } from "../../../runtime/protocol/step-phase.ts";
import type { CallState } from "../../../runtime/session/calls/call.ts";
import type { ProgressUnit } from "./messages.ts";

const nothing: ProgressUnit = { index: null, length: null, unit: null, progress: null, desc: null };

/** What the nodes of a call are doing, as Gradio's bars of progress: one for each node that is at work. */
export class CallProgress {
  readonly #units = new Map<string, ProgressUnit>();

  /** Undefined where nothing changed that a bar shows. */
  note(node: string, state: CallState): readonly ProgressUnit[] | undefined {
    const unit = unitOf(node, state);
    if (unit === undefined) return undefined;
    // A node that goes on keeps what its bar shows until it says something else.
    if (unit) this.#units.set(node, { ...nothing, ...this.#units.get(node), ...unit });
    else if (!this.#units.delete(node)) return undefined;
    return [...this.#units.values()];
  }
}

/** Null: the node is no longer at work. Undefined: this says nothing of it. */
function unitOf(node: string, state: CallState): Partial<ProgressUnit> | null | undefined {
  switch (state.type) {
    case "phase":
      return { desc: joined(node, phaseText(state.phase)) };
    case "progress":
      return { progress: state.fraction ?? null, desc: joined(node, state.text ?? "") };
    case "items":
      return { index: state.done, length: state.total, unit: "items", desc: node };
    case "settled":
    case "failed":
    case "stopped":
      return null;
    case "partial":
    case "log":
      return undefined;
  }
}

function phaseText(phase: StepPhase): string {
  switch (phase.kind) {
    case "waiting":
      return "waiting for its turn";
    case "waking":
    case "installing":
      return phase.text;
    case "queued": {
      const { position, of, workers } = phase;
      if (workers !== undefined) return "waiting for a worker";
      return position === undefined ? "queued" : `queued, ${position}${of === undefined ? "" : ` of ${of}`}`;
    }
    case "running":
      return "";
    case "retrying":
      return `trying again: ${phase.reason}`;
  }
}

function joined(node: string, text: string): string {
  return text === "" ? node : `${node}: ${text}`;
}
