import type { WorkerUse } from "../sheets/store.ts";

/** What a step is doing while it runs. */
export type StepPhase =
  /** For a free place at the host, in the concurrency group, or in the workflow process. */
  | { readonly kind: "waiting" }
  /** The Space sleeps and is being woken. */
  | { readonly kind: "waking"; readonly text: string }
  /** A Space that runs locally is being cloned, installed or started. */
  | { readonly kind: "installing"; readonly text: string }
  /** In an app's queue, or for a worker of the group `workers`. `position` from 1; `eta` in seconds. */
  | {
      readonly kind: "queued";
      readonly position?: number;
      readonly of?: number;
      readonly eta?: number;
      readonly workers?: string;
    }
  /** `on`: where, if that is another machine. */
  | { readonly kind: "running"; readonly on?: WorkerUse }
  | { readonly kind: "retrying"; readonly attempt: number; readonly reason: string; readonly delay: number };

/** What waits for others does not run yet, be it for a place, an app or a worker. */
export function statusOfPhase({ kind }: StepPhase): "waiting" | "running" {
  return kind === "waiting" || kind === "queued" ? "waiting" : "running";
}
