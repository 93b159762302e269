import type { GrowthOfRow } from "../benchmark.ts";
import type { RecordedRow } from "../record.ts";

// Plots in Mermaid's language: GitHub draws them in the colours of the reader's theme.

/** What a unit takes at each size. */
export function chartOfGrowth({ results, unit }: RecordedRow, { units, sizes }: GrowthOfRow): string {
  const values = results.map(({ median }) => median);
  return mermaid([
    "xychart-beta",
    `  x-axis "${units}" [${sizes.map((size) => `"${size.toLocaleString("en")}"`).join(", ")}]`,
    `  y-axis "${unit}" 0 --> ${rounded(Math.max(...values) * 1.1)}`,
    `  bar [${values.map(rounded).join(", ")}]`,
  ]);
}

/** Our part of what daggr takes, for each row that has a limit of that kind. */
export function barsBesideDaggr(rows: readonly RecordedRow[]): string {
  const bars = rows.flatMap(({ title, results }) =>
    results.flatMap(({ side, median, limit }) => {
      const baseline = results.find((one) => one.side === limit?.baseline?.side);
      if (!baseline?.side.includes("daggr 0.8.0")) return [];
      const [, variant] = /^daggr-vscode, (after .*)/.exec(side) ?? [];
      return [{ name: variant ? `${title}, ${variant}` : title, percent: (100 * median) / baseline.median }];
    }),
  );
  if (!bars.length) return "";
  const most = Math.max(100, ...bars.map(({ percent }) => percent));
  const numbers = bars.map((_, index) => `"${index + 1}"`);
  const names = bars.map(({ name }, index) => `${index + 1}. ${name}: ${Math.round(bars[index]!.percent)}%`);
  return [
    mermaid([
      "xychart-beta horizontal",
      `  title "Our part of what daggr 0.8.0 takes"`,
      `  x-axis [${numbers.join(", ")}]`,
      `  y-axis "percent" 0 --> ${rounded(most)}`,
      `  bar [${bars.map(({ percent }) => rounded(percent)).join(", ")}]`,
    ]),
    names.join("\n"),
  ].join("\n\n");
}

function mermaid(lines: readonly string[]): string {
  return ["```mermaid", ...lines, "```"].join("\n");
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
