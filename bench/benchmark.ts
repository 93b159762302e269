/**
 * What an issue asks of a side: that its median is at most so much, its 95th percentile or its longest is, or so many times
 * another side's median.
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
  /** By the side's name; the first is this project. Each gives one measurement, or several of one kind. */
  readonly sides: Readonly<Record<string, () => Promise<number | readonly number[]>>>;
  /** What is measured; milliseconds unless told. */
  readonly unit?: string;
  /** By the side's name. A figure over its limit is reported and fails nothing: machines differ. */
  readonly limits?: Readonly<Record<string, Limit>>;
  /** Before the first measurement; what it gives is called after the last. */
  readonly prepare?: () => Promise<() => Promise<void>>;
}

export interface Row {
  readonly title: string;
  readonly unit: string;
  readonly results: readonly Result[];
}

export interface Result {
  readonly side: string;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  readonly all: readonly number[];
  /** Undefined where nothing is asked. */
  readonly limit?: { readonly most: number; readonly met: boolean; readonly of: "median" | "p95" | "max" };
}

/** Measures a benchmark. The sides take turns, so that a busy moment of the machine hits them alike. */
export async function measure(benchmark: Benchmark): Promise<Row> {
  const { title, runs, sides, unit = "ms", limits = {}, prepare } = benchmark;
  const end = await prepare?.();
  const measured = new Map<string, number[]>(Object.keys(sides).map((side) => [side, []]));
  try {
    for (let run = 0; run < runs; run++) {
      for (const [side, once] of Object.entries(sides)) measured.get(side)?.push(...[await once()].flat());
    }
  } finally {
    await end?.();
  }
  const results = [...measured].map(([side, all]): Result => {
    const sorted = [...all].sort((a, b) => a - b);
    const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? NaN;
    const values = { median: median(all), p95: at(0.95), max: at(1) };
    return { side, ...values, all, limit: limitOf(limits[side], values, measured) };
  });
  return { title, unit, results };
}

function limitOf(
  limit: Limit | undefined,
  values: { readonly median: number; readonly p95: number; readonly max: number },
  measured: ReadonlyMap<string, readonly number[]>,
): Result["limit"] {
  if (limit === undefined) return undefined;
  if (typeof limit === "object" && "p95" in limit)
    return { most: limit.p95, met: values.p95 <= limit.p95, of: "p95" };
  if (typeof limit === "object" && "max" in limit)
    return { most: limit.max, met: values.max <= limit.max, of: "max" };
  const most = typeof limit === "number" ? limit : limit.times * median(measured.get(limit.of) ?? []);
  return { most, met: values.median <= most, of: "median" };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
