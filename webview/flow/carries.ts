import type { NodeState } from "../../src/runtime/protocol/canvas.ts";

/**
 * Whether what a line carries is up to date at its target, and in words why not. A canvas input (no source state) always is:
 * it is the target that says what changed.
 */
export function carries(
  source: NodeState | undefined,
  target: NodeState,
): { readonly fresh: boolean; readonly why: string } {
  if (!source) return { fresh: true, why: "input" };
  switch (source.freshness.kind) {
    case "missing":
      return { fresh: source.streaming, why: source.streaming ? "streaming" : "no value yet" };
    case "stale":
      return { fresh: false, why: `stale: ${source.freshness.reasons.join(", ")}` };
    case "fresh": {
      const reasons = target.freshness.kind === "stale" ? target.freshness.reasons : [];
      const upstream = reasons.some((reason) => reason.startsWith("upstream"));
      return upstream
        ? { fresh: false, why: "not used yet: upstream changed" }
        : { fresh: true, why: "up to date" };
    }
  }
}
