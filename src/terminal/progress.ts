import type { LogLine, NodeState } from "../runtime/protocol/canvas.ts";
import { printNote, styled } from "./output.ts";

/** Prints to standard error what user code prints. */
export function printLogs(node: string, lines: readonly LogLine[]): void {
  for (const { text } of lines) printNote(styled("dim", `${node}|`), ` ${text}`);
}

/** Prints to standard error what the nodes are doing. To be called with each change in the state of a node. */
export function progressPrinter(): (node: string, change: Partial<NodeState>) => void {
  const printed = new Map<string, string>();
  return (node, change) => {
    const text = progressText(change);
    if (text === "" || text === printed.get(node)) return;
    printNote(styled("blue", node), ` ${text}`);
    printed.set(node, text);
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
