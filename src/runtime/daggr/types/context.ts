/** What a function gets in addition to its inputs: `({ text }, context) => …`. */
export interface Context {
  /** Aborts when the run is stopped: hand it to `fetch` and the like. */
  readonly signal: AbortSignal;
  /** Shows how far it is, from 0 to 1, and what it is doing. */
  progress(fraction: number, text?: string): void;
  /** Shows a line in the node's log. */
  log(...values: unknown[]): void;
  /** Path of a folder for files that the function makes; it is this run's own. */
  readonly files: string;
}
