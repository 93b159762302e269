import type { Benchmark, GrowthOfRow, Result } from "./benchmark.ts";

/** The same work at several sizes. */
export interface Growth {
  /** What grows, without its size. */
  readonly title: string;
  /** What is counted, in the plural: nodes, items. */
  readonly units: string;
  /** Smallest first. */
  readonly sizes: readonly number[];
  /** How often each size is measured. */
  readonly runs?: number;
  /** Does the work once at a size. */
  readonly measure: (size: number) => Promise<Grown>;
  readonly prepare?: Benchmark["prepare"];
  /** How many times the time per unit at the size before the last the one at the last may be; 1.3 unless told. */
  readonly most?: number;
  readonly remark: string;
}

export interface Grown {
  readonly milliseconds: number;
  /** The most memory that the work took. */
  readonly megabytes: number;
}

/**
 * Two rows: time and memory per unit. What is linear takes the same for each unit. Small sizes pay for the start of the work, so the
 * last size is held against the one before it, and not against the first.
 */
export function growthBenchmarks(growth: Growth): Benchmark[] {
  const { title, units, sizes, runs = 1, measure, prepare, most = 1.3, remark } = growth;
  const name = (size: number) => `${size.toLocaleString("en")} ${units}`;
  const memory = new Map<number, number[]>(sizes.map((size) => [size, []]));
  const rows = (sides: (size: number) => () => Promise<number | readonly number[]>) => ({
    sides: Object.fromEntries(sizes.map((size) => [name(size), sides(size)])),
    limits: { [name(sizes.at(-1)!)]: { times: most, of: name(sizes.at(-2)!) } },
    growth: { units, sizes },
  });
  return [
    {
      title: `${title}: time`,
      unit: "µs each",
      runs,
      prepare,
      remark,
      ...rows((size) => async () => {
        const { milliseconds, megabytes } = await measure(size);
        memory.get(size)!.push((megabytes * 1024) / size);
        return (milliseconds * 1000) / size;
      }),
    },
    // It was looked at while the row before was measured.
    {
      title: `${title}: memory`,
      unit: "KB each",
      runs: 1,
      ...rows((size) => () => Promise.resolve(memory.get(size)!)),
    },
  ];
}

/**
 * The power of the size with which the whole grows from the smallest to the largest: 1 is linear, 2 is quadratic.
 * @param results what one unit takes, by size
 */
export function exponentOf({ sizes }: GrowthOfRow, results: readonly Result[]): number {
  const whole = (index: number) => results.at(index)!.median * sizes.at(index)!;
  return Math.log(whole(-1) / whole(0)) / Math.log(sizes.at(-1)! / sizes.at(0)!);
}
