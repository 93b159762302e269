import type { StepFailure } from "../failures/failure.ts";

/** A worker as others see it. Names are untrusted text. */
export interface WorkerFacts {
  readonly name: string;
  /** Jobs at a time, by group. */
  readonly groups: Readonly<Record<string, number>>;
  /** Jobs that it runs. */
  readonly busy: number;
}

export interface HeardWorker extends WorkerFacts {
  /** Milliseconds since it was last heard. */
  readonly silent: number;
}

/** The jobs of a group of workers, whoever asked for them. */
export interface GroupLoad {
  readonly group: string;
  readonly waiting: number;
  readonly running: number;
}

/** Who takes jobs of a queue, and how many there are. */
export interface QueueOverview {
  readonly workers: readonly HeardWorker[];
  readonly groups: readonly GroupLoad[];
}

/** The answer to the intent `workers`. */
export type WorkersAnswer =
  /** `address`: the queue's, without a password; left out where others look than those who set it. */
  | ({ readonly kind: "known"; readonly address?: string } & QueueOverview)
  | { readonly kind: "unknown"; readonly failure: StepFailure };
