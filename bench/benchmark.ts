import type { Whose } from "./resources.ts";

/**
 * What an issue asks of a side: that its median is at most so many times another side's median of the same run, or, where no other
 * side does comparable work, that its median is at most so much, its 95th percentile or its longest is.
 */
export type Limit =
  | number
  | { readonly p95: number }
  | { readonly max: number }
  | { readonly times: number; readonly of: string };

/** One row of the table: the same work done by each side, measured side by side in the same run. */
export interface Benchmark {
  readonly title: string;
  /** How often each side is measured; the median counts. */
  readonly runs: number;
  /** How often with `--quick`. Without it the row is left out then. */
  readonly quick?: number;
  /** Measured in the whole run too with its processes held to half of one core. */
  readonly slow?: true;
  /** By the side's name; the first is this project. Each gives one measurement, or several of one kind. */
  readonly sides: Readonly<Record<string, () => Promise<number | readonly number[]>>>;
  /** What is measured; milliseconds unless told. */
  readonly unit?: string;
  /** By the side's name. A figure over its limit is reported and fails nothing: machines differ. */
  readonly limits?: Readonly<Record<string, Limit>>;
  /** Whose processor time and memory is told too. */
  readonly resources?: Whose;
  /** The sizes of its sides, where they are the same work at several sizes. */
  readonly growth?: GrowthOfRow;
  /** For docs/benchmarks.md: what the limit means, and what takes the time that is left. */
  readonly remark?: string;
  /** Before the first measurement; what it gives is called after the last. */
  readonly prepare?: () => Promise<() => Promise<void>>;
}

export interface GrowthOfRow {
  /** Of what there are so many, in the plural. */
  readonly units: string;
  /** In the order of the sides, smallest first. */
  readonly sizes: readonly number[];
}

export interface Row {
  readonly title: string;
  readonly unit: string;
  readonly results: readonly Result[];
  readonly growth?: GrowthOfRow;
}

export interface Result {
  readonly side: string;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  readonly all: readonly number[];
  /** Undefined where nothing is asked. */
  readonly limit?: LimitOfResult;
  /** Seconds of processor time of all processes, the median of all runs. */
  readonly cpu?: number;
  /** Megabytes that all processes had at most beyond what they had before, the most of all runs. */
  readonly memory?: number;
}

export interface LimitOfResult {
  readonly most: number;
  readonly met: boolean;
  readonly of: "median" | "p95" | "max";
  /** The side that it is measured by, and how many times that one it may take. */
  readonly baseline?: { readonly side: string; readonly times: number };
}
