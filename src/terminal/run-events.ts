import type { RunReport } from "../runtime/headless/run-report.ts";
import { callChanges } from "../runtime/headless/call-changes.ts";
import type { CallState, LogLine, NodeState, NodeStatus } from "../runtime/protocol/canvas.ts";
import type { StepPhase } from "../runtime/protocol/step-phase.ts";
import type { Values } from "../runtime/values/value.ts";

/** What `daggr run --events` prints, one JSON object a line. Files in outputs are references until the report. */
export type RunEvent =
  /** What a node does now. `fraction`: 0 to 1. */
  | {
      readonly event: "node";
      readonly node: string;
      readonly status: NodeStatus;
      readonly phase?: StepPhase;
      readonly progress?: { readonly fraction?: number; readonly text?: string };
    }
  | {
      readonly event: "log";
      readonly node: string;
      readonly stream: LogLine["stream"];
      readonly text: string;
    }
  /** The outputs of a node that streams, so far. */
  | { readonly event: "partial"; readonly node: string; readonly outputs: Values }
  /** What became of a call that the function of `node` makes. */
  | { readonly event: "call"; readonly node: string; readonly call: CallState }
  /** The end, always the last line. */
  | { readonly event: "report"; readonly report: RunReport };

/** Turns changes in the states of nodes into events; each is told once. */
export function nodeEvents(
  tell: (event: RunEvent) => void,
): (node: string, change: Partial<NodeState>) => void {
  const now = new Map<string, Partial<NodeState>>();
  const told = new Map<string, string>();
  return (node, change) => {
    const state = { ...now.get(node), ...change };
    now.set(node, state);
    const { status, phase, progress, outputs, streaming } = state;
    if (status === undefined || (status === "idle" && !told.has(node))) return;
    const event: RunEvent = { event: "node", node, status, phase, progress };
    const text = JSON.stringify(event);
    if (told.get(node) !== text) {
      told.set(node, text);
      tell(event);
    }
    if (streaming === true && change.outputs !== undefined && outputs !== undefined)
      tell({ event: "partial", node, outputs });
  };
}

/** Turns changes in the states of nodes into events of what their functions call. */
export function callEvents(
  tell: (event: RunEvent) => void,
): (node: string, change: Partial<NodeState>) => void {
  const changes = callChanges();
  return (node, change) => {
    for (const call of changes(node, change)) tell({ event: "call", node, call });
  };
}

export function logEvents(
  tell: (event: RunEvent) => void,
): (node: string, lines: readonly LogLine[]) => void {
  return (node, lines) => {
    for (const { stream, text } of lines) tell({ event: "log", node, stream, text });
  };
}
