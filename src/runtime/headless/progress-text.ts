import type { CallState, NodeState } from "../protocol/canvas.ts";
import { duration } from "../text/duration.ts";
import { callChanges } from "./call-changes.ts";

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

/** Says in a few words what the calls of a function do and give, at each change in the state of its node. */
export function callTeller(): (node: string, change: Partial<NodeState>) => readonly string[] {
  const changes = callChanges();
  const told = new Map<string, string>();
  return (node, change) =>
    changes(node, change).flatMap((call) => {
      const text = textOfCall(call);
      const lane = `${node} ${call.number}`;
      if (text === "" || told.get(lane) === text) return [];
      told.set(lane, text);
      return [`calls ${call.node} (${call.number}), which ${text}`];
    });
}

function textOfCall(call: CallState): string {
  switch (call.status) {
    case "done": {
      const { brief, reused, duration: took } = call;
      const what = typeof brief === "object" ? brief.name : brief;
      const how = reused ? "was called so before" : `took ${duration(took)}`;
      return what === undefined ? how : `${how}: ${what.split("\n")[0]}`;
    }
    case "failed":
      return `failed: ${call.message}`;
    case "stopped":
      return "was stopped";
    case "waiting":
    case "running":
      return textOf(call);
  }
}

function textOf({ status, phase, progress }: Partial<NodeState>): string {
  if (phase?.kind === "queued" && phase.position !== undefined)
    return `is number ${phase.position} in the queue`;
  if (phase?.kind === "queued" && phase.workers !== undefined)
    return `waits for a worker of the group '${phase.workers}'`;
  if (status !== "running") return "";
  if (phase?.kind === "waking" || phase?.kind === "installing") return phase.text;
  if (phase?.kind === "retrying")
    return `tries again in ${Math.round(phase.delay / 1000)} s: ${phase.reason}`;
  return progress?.text ?? (phase?.kind === "running" && phase.on ? `runs on ${phase.on.worker}` : "runs");
}
