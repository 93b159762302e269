// `npm run bench [-- --quick] [--slow] [--document] [NAME…]`: measures the files of bench/rows whose names, with a slash before them,
// contain a NAME, or all, prints a table, and keeps what was measured in out/bench.
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { writeDocument } from "./document/document.ts";
import { files, type Mode } from "./files.ts";
import { halfCore, type HalfCore } from "./half-core.ts";
import { measureFile } from "./measured-file.ts";
import { forget, keep, loadNow, readRecord, type RecordedRow } from "./record.ts";
import { lines, table } from "./table.ts";

const { values: options, positionals: names } = parseArgs({
  allowPositionals: true,
  options: {
    /** Less, in under three minutes. */
    quick: { type: "boolean", default: false },
    /** On half of one core too. */
    slow: { type: "boolean", default: false },
    /** Writes docs/benchmarks.md. */
    document: { type: "boolean", default: false },
  },
});
/** Milliseconds that a quick run may take, and the rows of one file in any other. */
const QUICK = 175_000;
const PATIENCE = 15 * 60_000;
const start = performance.now();
const left = () => (options.quick ? QUICK - (performance.now() - start) : PATIENCE);
const whole = "results.json";
const recordName = options.quick ? "quick.json" : whole;
const measured: RecordedRow[] = [];
const failures: string[] = [];
/** What a quick run had no time for. */
const leftOut: string[] = [];
const load = () => `load ${loadNow().toFixed(1)} on ${cpus().length} cores`;

async function measureAll(mode: Mode, half?: HalfCore): Promise<void> {
  const held = half && { held: half.how };
  for (const file of await files(names, mode)) {
    const patience = left();
    if (patience < 0) {
      leftOut.push(file);
      continue;
    }
    const failed = (title: string, why: string) => {
      failures.push(`${file}: ${title}`);
      console.error(`${file}, “${title}”, failed: ${why}`);
    };
    const late = (title: string) => {
      // The end of a quick run cuts a row short. One that had longer than any quick row takes hangs.
      if (options.quick && patience < QUICK / 2) leftOut.push(`${file}, “${title}”`);
      else failed(title, `It was ended after ${(patience / 60_000).toFixed(1)} minutes.`);
    };
    const rows: RecordedRow[] = [];
    await measureFile(
      file,
      mode,
      {
        begin: (title) => console.log(`measuring: ${title} (${load()})`),
        row(row) {
          rows.push({ file, ...held, date: new Date().toISOString(), load: loadNow(), ...row });
          for (const line of lines(row)) console.log(`  ${line.slice(1).join("  ").trimEnd()}`);
        },
        failed,
        late,
      },
      { patience, half },
    );
    for (const row of rows) await keep(recordName, row);
    measured.push(...rows);
  }
}

// What all rows are measured again for shall have no row of another day.
if (options.document && !options.quick && !names.length) await forget(whole);
await measureAll(options.quick ? "quick" : "whole");
// The document has the rows that somebody with a slow machine notices most on half of one core too; --slow has all that are named.
if (options.slow || options.document) {
  const half = await halfCore();
  console.log(`\nOnce more, held to half of one core by ${half.how}:`);
  try {
    await measureAll(options.slow && names.length ? (options.quick ? "quick" : "whole") : "slow", half);
  } finally {
    await half.end();
  }
}

console.log(`\n${table(measured)}\n`);
if (options.document) console.log(`written: ${await writeDocument(await readRecord(whole))}`);
for (const one of leftOut) console.log(`no time was left for ${one}`);
for (const failure of failures) console.error(`could not be measured: ${failure}`);
console.log(`${((performance.now() - start) / 60_000).toFixed(1)} minutes, at the end ${load()}`);
process.exit(failures.length ? 1 : 0);
