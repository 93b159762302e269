/** One row of the table: the same work done by each side, measured side by side in the same run. */
export interface Benchmark {
  readonly title: string;
  /** How often each side is measured; the median counts. */
  readonly runs: number;
  /** By the side's name; the first is this project. Each gives one measurement in milliseconds. */
  readonly sides: Readonly<Record<string, () => Promise<number>>>;
  /** Before the first measurement; what it gives is called after the last. */
  readonly prepare?: () => Promise<() => Promise<void>>;
}

export interface Row {
  readonly title: string;
  readonly results: readonly {
    readonly side: string;
    /** Milliseconds. */
    readonly median: number;
    readonly all: readonly number[];
  }[];
}

/** Measures a benchmark. The sides take turns, so that a busy moment of the machine hits them alike. */
export async function measure({ title, runs, sides, prepare }: Benchmark): Promise<Row> {
  const end = await prepare?.();
  const measured = new Map<string, number[]>(Object.keys(sides).map((side) => [side, []]));
  try {
    for (let run = 0; run < runs; run++) {
      for (const [side, once] of Object.entries(sides)) measured.get(side)?.push(await once());
    }
  } finally {
    await end?.();
  }
  const results = [...measured].map(([side, all]) => ({ side, median: median(all), all }));
  return { title, results };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The table as text. */
export function table(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ title, results }) =>
    results.map(({ side, median: value, all }, index) => [
      index ? "" : title,
      side,
      value < 100 ? value.toFixed(1) : value.toFixed(0),
      `${all.length}`,
    ]),
  );
  const head = ["what", "by", "median ms", "runs"];
  const widths = head.map((name, column) =>
    Math.max(name.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ");
  return [head, widths.map((width) => "-".repeat(width)), ...lines].map(format).join("\n");
}
