// Nothing but what is told: the canvas, which knows no Node, reads this file.

export type StepPhase =
  /** For a free place at the host, in the concurrency group, or in the workflow process. */
  | { readonly kind: "waiting" }
  /** The Space sleeps and is being woken. */
  | { readonly kind: "waking"; readonly text: string }
  /** A Space that runs locally is being cloned, installed or started. */
  | { readonly kind: "installing"; readonly text: string }
  /** `position` from 1; `eta` in seconds. */
  | { readonly kind: "queued"; readonly position?: number; readonly of?: number; readonly eta?: number }
  | { readonly kind: "running" }
  | { readonly kind: "retrying"; readonly attempt: number; readonly reason: string; readonly delay: number };
