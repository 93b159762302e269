import type { LimitOfResult, Result, Row } from "./benchmark.ts";
import { exponentOf } from "./growth.ts";

interface TableRow extends Row {
  readonly held?: string;
}

const head = ["what", "by", "median", "p95", "most", "runs", "CPU", "memory", "limit", ""];
const numbers = { from: 2, to: 7 };

/** The rows as text, with what is asked of them where an issue asks for something. */
export function table(rows: readonly TableRow[]): string {
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
export function lines({ title, unit, results, growth, held }: TableRow): string[][] {
  const cells = results.map((result, index) => {
    const name = held === undefined ? title : `${title} (half of one core)`;
    return [index ? "" : name, ...cellsOf(result, unit)];
  });
  if (growth) cells.push(["", `grows with the power ${exponentOf(growth, results).toFixed(2)}`]);
  return cells;
}

function cellsOf({ side, median, p95, max, all, cpu, memory, limit }: Result, unit: string): string[] {
  return [
    side,
    ...[median, p95, max].map((value) => figure(value, unit)),
    `${all.length}`,
    cpu === undefined ? "" : figure(cpu, "s"),
    memory === undefined ? "" : figure(memory, "MB"),
    ...(limit ? [limitText(limit, unit), limit.met ? "met" : "NOT MET"] : ["", ""]),
  ];
}

/** What is asked, as a figure of this run. */
export function limitText({ most, of, baseline }: LimitOfResult, unit: string): string {
  const times = baseline ? ` (${ratio(baseline.times)} times)` : "";
  return `${of === "median" ? "" : `${of} `}${figure(most, unit)}${times}`;
}

export function figure(value: number, unit: string): string {
  const size = Math.abs(value);
  const digits = size < 1 ? 2 : size < 100 ? 1 : 0;
  return `${value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`;
}

/** A factor with three digits that count. */
export function ratio(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
