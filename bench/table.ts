import type { Result, Row } from "./benchmark.ts";

const head = ["what", "by", "median", "p95", "most", "runs", "limit", ""];
const numbers = { from: 2, to: 6 };

/** The rows as text, with what is asked of them where an issue asks for something. */
export function table(rows: readonly Row[]): string {
  const body = rows.flatMap(lines);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...body.map((line) => line[column]?.length ?? 0)),
  );
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) => {
        const isNumber = column >= numbers.from && column <= numbers.to;
        return isNumber ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0);
      })
      .join("  ")
      .trimEnd();
  return [head, widths.map((width) => "-".repeat(width)), ...body].map(format).join("\n");
}

/** The cells of one row, a line for each of its sides. */
export function lines({ title, unit, results }: Row): string[][] {
  return results.map((result, index) => [index ? "" : title, ...cells(result, unit)]);
}

function cells({ side, median, p95, max, all, limit }: Result, unit: string): string[] {
  const figures = [median, p95, max].map((value) => figure(value, unit));
  const asked = limit
    ? [
        `${limit.of === "median" ? "" : `${limit.of} `}${figure(limit.most, unit)}`,
        limit.met ? "met" : "NOT MET",
      ]
    : ["", ""];
  return [side, ...figures, `${all.length}`, ...asked];
}

function figure(value: number, unit: string): string {
  return `${Math.abs(value) < 100 ? value.toFixed(1) : value.toFixed(0)} ${unit}`;
}
