/** What a function gets in addition to its inputs: `({ text }, context) => …`. */
export interface Context {
  /** Aborts when the run is stopped. Pass it to `fetch` and similar functions. */
  readonly signal: AbortSignal;
  /** Shows progress, from 0 to 1, and optionally what the function is doing. */
  progress(fraction: number, text?: string): void;
  /** Shows a line in the node's log. */
  log(...values: unknown[]): void;
  /** Path of a folder for files that the function writes. Each run has its own. */
  readonly files: string;
}
