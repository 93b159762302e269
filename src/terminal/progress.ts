import type { CanvasEvent, NodeState } from "../runtime/protocol/canvas.ts";
import type { OpenSheet } from "../runtime/session/sheets/open-sheet.ts";
import { printNote, styled } from "./output.ts";

/** Prints to standard error what user code prints and, on a terminal, what the nodes are doing. */
export function tellProgress(sheet: OpenSheet, quiet: boolean): void {
  const told = new Map<string, { text: string; lines: number }>();
  const tell = (node: string, state: Partial<NodeState>): void => {
    const before = told.get(node) ?? { text: "", lines: 0 };
    const logs = state.logs ?? [];
    // The kept lines are the last ones; of a longer output only those can be new.
    for (const line of logs.slice(Math.min(before.lines, logs.length)))
      printNote(`${styled("dim", `${node}|`)} ${line.text}`);
    const text = quiet ? "" : wordsOf(state);
    if (text !== "" && text !== before.text) printNote(`${styled("blue", node)} ${text}`);
    told.set(node, {
      text: text || before.text,
      lines: state.logs === undefined ? before.lines : logs.length,
    });
  };
  sheet.listeners.add((events: readonly CanvasEvent[]) => {
    for (const event of events) {
      if (event.type === "node") tell(event.node, event.state);
      if (event.type === "nodes") for (const [node, state] of Object.entries(event.nodes)) tell(node, state);
    }
  });
}

function wordsOf({ status, phase, progress }: Partial<NodeState>): string {
  if (status === "running" && phase !== undefined) {
    if (phase.kind === "queued" && phase.position !== undefined)
      return `is number ${phase.position} in the queue`;
    if (phase.kind === "waking" || phase.kind === "installing") return phase.text;
    if (phase.kind === "retrying")
      return `tries again in ${Math.round(phase.delay / 1000)} s: ${phase.reason}`;
  }
  if (status === "running" && progress?.text !== undefined) return progress.text;
  return status === "running" ? "runs" : "";
}
