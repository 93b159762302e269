import { writeFile } from "node:fs/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import type { Benchmark } from "../benchmark.ts";
import { files, rowsOf } from "../files.ts";
import { exponentOf } from "../growth.ts";
import type { BenchRecord, Machine, RecordedRow } from "../record.ts";
import { figure, limitText, ratio } from "../table.ts";
import { barsBesideDaggr, chartOfGrowth } from "./charts.ts";
import { escaped, tableOf } from "./markdown.ts";

const path = "docs/benchmarks.md";

/** A row as it was measured, with what is said of it now. */
type DocumentRow = RecordedRow & Pick<Benchmark, "remark">;

/** Writes docs/benchmarks.md from what is known of the rows that there are. Gives its path. */
export async function writeDocument({ machine, rows }: BenchRecord): Promise<string> {
  const present: DocumentRow[] = [];
  const missing: string[] = [];
  for (const file of await files([], "whole"))
    for (const { benchmark } of await rowsOf(file, "whole")) {
      const { title, remark } = benchmark;
      const measured = rows.filter((row) => row.file === file && row.title === title);
      present.push(...measured.map((row) => ({ ...row, remark })));
      if (!measured.length) missing.push(title);
    }
  await writeFile(inRoot(path), documentOf(machine, present, missing));
  return path;
}

function documentOf(machine: Machine, rows: readonly DocumentRow[], missing: readonly string[]): string {
  const held = rows.filter((row) => row.held !== undefined);
  const free = rows.filter((row) => row.held === undefined);
  const growing = free.filter((row) => row.growth);
  const others = free.filter((row) => !row.growth);
  const beside = others.filter(({ results }) => results.some(({ side }) => side.includes("daggr 0.8.0")));
  const own = others.filter((row) => !beside.includes(row));
  return [
    "# Benchmarks",
    "<!-- Written by `npm run bench -- --document`. Do not edit. -->",
    circumstances(machine, rows),
    method(held),
    limitsOf(rows),
    ...section("Beside daggr 0.8.0", [barsBesideDaggr(beside), ...beside.map(rowText)]),
    ...section("The editor and the engine", own.map(rowText)),
    ...section("How cost grows", [growthIntroduction, ...growing.map(growthText)]),
    ...section("On half of one core", held.map(rowText)),
    ...section("Not measured", [missing.map((title) => `- ${escaped(title)}`).join("\n")]),
  ]
    .join("\n\n")
    .concat("\n");
}

function section(title: string, parts: readonly string[]): readonly string[] {
  return parts.some((part) => part) ? [`## ${title}`, ...parts.filter((part) => part)] : [];
}

function circumstances(machine: Machine, rows: readonly RecordedRow[]): string {
  const days = [...new Set(rows.map(({ date }) => date.slice(0, 10)))].sort();
  const loads = rows.map(({ load }) => load);
  const [least, most] = [Math.min(...loads), Math.max(...loads)].map((load) => load.toFixed(1));
  const busy = loads.filter((load) => load > 2 * machine.cores).length > rows.length / 4;
  const table = tableOf(
    ["", ""],
    [
      ["Measured on", days.length > 1 ? `${days[0]} to ${days.at(-1)}` : (days[0] ?? "")],
      ["Processor", `${machine.processor}, ${machine.cores} cores`],
      ["Memory", `${machine.memory} GB`],
      ["System", machine.system],
      ["Node", machine.node],
      ["Load", `${least} to ${most}`],
    ],
  );
  const warning =
    "**The machine was busy with other work.** All figures are worse than on a quiet machine, and the ratios less certain.";
  return busy ? `${table}\n\n${warning}` : table;
}

function method(held: readonly RecordedRow[]): string {
  const how = held[0]?.held ?? "a control group or a shared core";
  return `## Method

Each row is the same work done by each of its sides. The sides take turns in the same run, so a busy moment of the machine hits them alike.
Figures depend on the machine; what counts is the *ratio* of two sides of one row. A limit is therefore a factor and the side
that it is measured by, its baseline. Where a person is the measure and no other program, a limit is an absolute time.

*Median*, *p95* and *most* are of all runs of a side. *CPU* is the processor time of all processes, the median of the runs. *Memory* is the
most that all processes had together beyond what they had before: anonymous memory, so neither mapped files, such as the code of a program, nor
shared memory. What forked processes share counts in each. Each file of \`bench/rows\` is measured by a process of its own. Rows on half of one core were held
to it by ${how}.

\`npm run bench -- --quick\` takes under three minutes, \`npm run bench -- --slow NAME\` repeats rows on half of one core, and
\`npm run bench -- --document\` measures everything and writes this page.`;
}

/** What is asked, and whether it is met: first what is not. */
function limitsOf(rows: readonly RecordedRow[]): string {
  const limited = rows.flatMap((row) =>
    row.results.flatMap((result) => (result.limit ? [{ row, result, limit: result.limit }] : [])),
  );
  const missed = limited.filter(({ limit }) => !limit.met);
  const lines = missed.map(({ row, result, limit }) => {
    const value = result[limit.of];
    const factor = limit.baseline
      ? `${ratio((value / limit.most) * limit.baseline.times)} times “${limit.baseline.side}”, where ${ratio(limit.baseline.times)} is the limit`
      : `${figure(value, row.unit)}, where ${limitText(limit, row.unit)} is the limit`;
    return `- ${escaped(nameOf(row))}, “${escaped(result.side)}”: ${escaped(factor)}`;
  });
  return [
    "## Limits",
    `${limited.length - missed.length} of ${limited.length} limits are met.${lines.length ? " These are not:" : ""}`,
    lines.join("\n"),
  ]
    .filter((part) => part)
    .join("\n\n");
}

function rowText(row: DocumentRow): string {
  const { results, unit, remark } = row;
  const hasResources = results.some(({ cpu }) => cpu !== undefined);
  const body = results.map(({ side, median, p95, max, all, cpu, memory, limit }) => [
    escaped(side),
    figure(median, unit),
    figure(p95, unit),
    figure(max, unit),
    `${all.length}`,
    ...(hasResources
      ? [cpu === undefined ? "" : figure(cpu, "s"), memory === undefined ? "" : figure(memory, "MB")]
      : []),
    limit ? `${limitText(limit, unit)}: ${limit.met ? "met" : "**not met**"}` : "",
  ]);
  const head = ["by", "median", "p95", "most", "runs", ...(hasResources ? ["CPU", "memory"] : []), "limit"];
  return [`### ${escaped(nameOf(row))}`, tableOf(head, body), remark && escaped(remark)]
    .filter((part) => part)
    .join("\n\n");
}

const growthIntroduction =
  "What is linear takes the same for each unit at every size. Small sizes pay for the start of the work. The power says how the whole grows from the smallest size to the largest: 1 is linear, less is better. The limit holds the largest size against the one before it.";

function growthText(row: DocumentRow): string {
  const { growth, results, unit, remark } = row;
  if (!growth) return "";
  const [last, before] = [results.at(-1)!, results.at(-2)!];
  const body = results.map(({ side, median, limit }) => [
    escaped(side),
    figure(median, unit),
    limit ? `${limitText(limit, unit)}: ${limit.met ? "met" : "**not met**"}` : "",
  ]);
  const power = `It grows with the power ${exponentOf(growth, results).toFixed(2)}; at the largest size a unit takes ${ratio(last.median / before.median)} times what it takes at the one before.`;
  return [
    `### ${escaped(nameOf(row))}`,
    tableOf(["size", "median", "limit"], body),
    chartOfGrowth(row, growth),
    [power, remark && escaped(remark)].filter((part) => part).join(" "),
  ].join("\n\n");
}

function nameOf({ title, held }: RecordedRow): string {
  return held === undefined ? title : `${title} (half of one core)`;
}
