import type { NodeState } from "../../../src/runtime/protocol/canvas.ts";

/**
 * Whether the value that a line carries is up to date at its target, and if not, the reason as text. The value of a canvas
 * input (which has no source state) always is; the target's own freshness tells whether it has changed.
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
