import type { NodeState } from "../protocol/canvas.ts";

/** Says in a few words what a node is doing, at each change of its state; undefined where there is nothing new to tell. */
export function progressTeller(): (node: string, change: Partial<NodeState>) => string | undefined {
  const states = new Map<string, Partial<NodeState>>();
  const told = new Map<string, string>();
  return (node, change) => {
    // A change says only what is different now.
    const state = { ...states.get(node), ...change };
    states.set(node, state);
    const text = textOf(state);
    if (text === "" || text === told.get(node)) return undefined;
    told.set(node, text);
    return text;
  };
}

function textOf({ status, phase, progress }: Partial<NodeState>): string {
  if (status !== "running") return "";
  if (phase?.kind === "queued" && phase.position !== undefined)
    return `is number ${phase.position} in the queue`;
  if (phase?.kind === "waking" || phase?.kind === "installing") return phase.text;
  if (phase?.kind === "retrying")
    return `tries again in ${Math.round(phase.delay / 1000)} s: ${phase.reason}`;
  return progress?.text ?? "runs";
}
