// Runs every file of bench/rows (or those whose names contain an argument), prints a table, and writes out/bench/results.json.
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import { inRoot } from "../scripts/lib/paths.mjs";
import { measure, type Benchmark, type Row } from "./benchmark.ts";
import { lines, table } from "./table.ts";

const wanted = process.argv.slice(2);
const files = (await readdir(new URL("rows", import.meta.url)))
  .filter((file) => file.endsWith(".ts") && (!wanted.length || wanted.some((part) => file.includes(part))))
  .sort();
const load = () => `load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`;
const rows: Row[] = [];
for (const file of files) {
  const { default: benchmarks } = (await import(new URL(`rows/${file}`, import.meta.url).href)) as {
    default: Benchmark | readonly Benchmark[];
  };
  for (const benchmark of [benchmarks].flat()) {
    console.log(`measuring: ${benchmark.title} (${load()})`);
    try {
      const row = await measure(benchmark);
      rows.push(row);
      for (const line of lines(row)) console.log(`  ${line.slice(1).join("  ")}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`${file} failed:`, error);
    }
  }
}
console.log(`\n${table(rows)}\n\nat the end: ${load()}`);
await mkdir(inRoot("out", "bench"), { recursive: true });
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version, load: loadavg() };
await writeFile(
  inRoot("out", "bench", "results.json"),
  JSON.stringify({ date: new Date().toISOString(), machine, rows }, null, 2),
);
// What a row that failed has left running must not keep the rest waiting.
process.exit();
