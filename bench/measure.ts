import type { Benchmark, Limit, Result, Row } from "./benchmark.ts";
import { taking, type Taken } from "./resources.ts";

/** What was measured of one side so far. */
interface Measured {
  readonly values: number[];
  readonly taken: Taken[];
}

/**
 * Measures a benchmark. The sides take turns, so that a busy moment of the machine hits them alike.
 * @throws Error where a side gives what is no figure
 */
export async function measure(benchmark: Benchmark, runs = benchmark.runs): Promise<Row> {
  const { title, sides, unit = "ms", limits = {}, prepare, resources, growth } = benchmark;
  const end = await prepare?.();
  const measured = new Map<string, Measured>(
    Object.keys(sides).map((side) => [side, { values: [], taken: [] }]),
  );
  try {
    for (let run = 0; run < runs; run++) {
      for (const [side, once] of Object.entries(sides)) {
        const { values, taken } = measured.get(side)!;
        const [given, took] = resources ? await taking(resources, once) : [await once(), undefined];
        if (took) taken.push(took);
        values.push(...[given].flat());
        if (!values.every(Number.isFinite)) throw new Error(`“${side}” gave no figure.`);
      }
    }
  } finally {
    await end?.();
  }
  const medians = new Map([...measured].map(([side, { values }]) => [side, median(values)]));
  const results = [...measured].map(([side, { values, taken }]): Result => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? NaN;
    const figures = { median: median(values), p95: at(0.95), max: at(1) };
    return {
      side,
      ...figures,
      all: values,
      limit: limitOf(limits[side], figures, medians),
      ...(taken.length && {
        cpu: median(taken.map(({ seconds }) => seconds)),
        memory: Math.max(...taken.map(({ megabytes }) => megabytes)),
      }),
    };
  });
  return { title, unit, results, growth };
}

function limitOf(
  limit: Limit | undefined,
  figures: { readonly median: number; readonly p95: number; readonly max: number },
  medians: ReadonlyMap<string, number>,
): Result["limit"] {
  if (limit === undefined) return undefined;
  if (typeof limit === "number") return { most: limit, met: figures.median <= limit, of: "median" };
  if ("p95" in limit) return { most: limit.p95, met: figures.p95 <= limit.p95, of: "p95" };
  if ("max" in limit) return { most: limit.max, met: figures.max <= limit.max, of: "max" };
  const { times, of: side } = limit;
  const most = times * (medians.get(side) ?? NaN);
  return { most, met: figures.median <= most, of: "median", baseline: { side, times } };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
