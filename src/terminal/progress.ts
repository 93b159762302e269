import { callTeller, progressTeller } from "../runtime/headless/progress-text.ts";
import type { LogLine, NodeState } from "../runtime/protocol/canvas.ts";
import type { Values } from "../runtime/values/value.ts";
import { printNote, printPassing, styled } from "./output.ts";

/** Prints to standard error what user code prints. */
export function printLogs(node: string, lines: readonly LogLine[]): void {
  for (const { text } of lines) printNote(styled("dim", `${node}|`), ` ${text}`);
}

/** Prints to standard error what the nodes are doing. To be called with each change in the state of a node. */
export function progressPrinter(): (node: string, change: Partial<NodeState>) => void {
  const tell = progressTeller();
  return (node, change) => {
    const partial = change.streaming === true ? lastLine(change.outputs) : undefined;
    if (partial !== undefined) printPassing(styled("blue", node), ` ${partial}`);
    const text = tell(node, change);
    if (text !== undefined) printNote(styled("blue", node), ` ${text}`);
  };
}

/** Prints to standard error what functions call, and what comes of it. To be called as `progressPrinter`. */
export function callPrinter(): (node: string, change: Partial<NodeState>) => void {
  const tell = callTeller();
  return (node, change) => {
    for (const text of tell(node, change)) printNote(styled("blue", node), ` ${text}`);
  };
}

/** The end of the text that a node has given so far. */
function lastLine(outputs: Values = {}): string | undefined {
  const text = Object.values(outputs).findLast((value) => typeof value === "string");
  return text?.trimEnd().split("\n").at(-1);
}
