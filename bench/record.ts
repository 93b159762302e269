import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, release, totalmem } from "node:os";
import { join } from "node:path";
import { inRoot } from "../scripts/lib/paths.mjs";
import type { Row } from "./benchmark.ts";

/** A row, with the circumstances in which it was measured. */
export interface RecordedRow extends Row {
  /** The file of bench/rows. */
  readonly file: string;
  /** How its processes were held to half of one core, where they were. */
  readonly held?: string;
  readonly date: string;
  /** How many programs wanted a processor, on average over the minute before. */
  readonly load: number;
}

/** What is known of all rows: what was measured last of each. */
export interface BenchRecord {
  readonly machine: Machine;
  readonly rows: readonly RecordedRow[];
}

export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** In gigabytes. */
  readonly memory: number;
  readonly system: string;
  readonly node: string;
}

export function thisMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release().split(".", 2).join(".")}`,
    node: process.version,
  };
}

export const loadNow = () => loadavg()[0] ?? NaN;

const folder = inRoot("out", "bench");

/** Reads what runs before this one have measured, on this machine. */
export async function readRecord(name: string): Promise<BenchRecord> {
  const machine = thisMachine();
  try {
    const read = JSON.parse(await readFile(join(folder, name), "utf8")) as BenchRecord;
    // Figures of two machines say nothing together. The file of an older version of this program has no such machine.
    if (JSON.stringify(read.machine) === JSON.stringify(machine)) return read;
  } catch {
    // There is none yet.
  }
  return { machine, rows: [] };
}

/** Puts a row into the record, in the place of what it had of it. */
export async function keep(name: string, row: RecordedRow): Promise<void> {
  // Another run may have measured other rows meanwhile.
  const record = await readRecord(name);
  const isSame = (one: RecordedRow) =>
    one.file === row.file && one.title === row.title && (one.held === undefined) === (row.held === undefined);
  const rows = [...record.rows.filter((one) => !isSame(one)), row];
  rows.sort((a, b) => order(a).localeCompare(order(b)));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), JSON.stringify({ ...record, rows }, null, 2));
}

/** Begins a record anew. */
export async function forget(name: string): Promise<void> {
  await rm(join(folder, name), { force: true });
}

/** A file's rows stay in the order in which they were measured, those of half of one core last. */
const order = ({ file, held }: RecordedRow) => `${file} ${held === undefined ? 0 : 1}`;
