// Runs every file of bench/rows (or those whose names contain an argument), prints a table, and writes out/bench/results.json.
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { inRoot } from "../scripts/lib/paths.mjs";
import { measure, table, type Benchmark, type Row } from "./benchmark.ts";

const wanted = process.argv.slice(2);
const files = (await readdir(new URL("rows", import.meta.url)))
  .filter((file) => file.endsWith(".ts") && (!wanted.length || wanted.some((part) => file.includes(part))))
  .sort();
const rows: Row[] = [];
for (const file of files) {
  const { default: benchmark } = (await import(new URL(`rows/${file}`, import.meta.url).href)) as {
    default: Benchmark;
  };
  console.log(`measuring: ${benchmark.title}`);
  try {
    rows.push(await measure(benchmark));
  } catch (error) {
    process.exitCode = 1;
    console.error(`${file} failed:`, error);
  }
}
console.log(`\n${table(rows)}\n`);
await mkdir(inRoot("out", "bench"), { recursive: true });
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
await writeFile(
  inRoot("out", "bench", "results.json"),
  JSON.stringify({ date: new Date().toISOString(), machine, rows }, null, 2),
);
