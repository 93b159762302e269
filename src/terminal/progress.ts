import type { NodeState } from "../runtime/protocol/canvas.ts";
import { printNote, styled } from "./output.ts";

/**
 * Prints to standard error what user code prints and, unless `quiet`, what the nodes are doing. To be called with each change
 * in the state of a node.
 */
export function progressPrinter(quiet: boolean): (node: string, change: Partial<NodeState>) => void {
  const printed = new Map<string, { text: string; lines: number }>();
  return (node, change) => {
    const before = printed.get(node) ?? { text: "", lines: 0 };
    const logs = change.logs ?? [];
    // The kept lines are the last ones; of a longer output only those can be new.
    for (const line of logs.slice(Math.min(before.lines, logs.length)))
      printNote(`${styled("dim", `${node}|`)} ${line.text}`);
    const text = quiet ? "" : progressText(change);
    if (text !== "" && text !== before.text) printNote(`${styled("blue", node)} ${text}`);
    printed.set(node, {
      text: text || before.text,
      lines: change.logs === undefined ? before.lines : logs.length,
    });
  };
}

function progressText({ status, phase, progress }: Partial<NodeState>): string {
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
