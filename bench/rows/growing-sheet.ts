import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { growthBenchmarks, type Grown } from "../growth.ts";
import { runProgram } from "../program.ts";

const folders = new Map<number, string>();
const units = "results";
const sizes = [1000, 10_000, 100_000];

async function sheetOf(what: "fill" | "open", size: number): Promise<Grown> {
  return (await runProgram("growing-sheet.ts", what, folders.get(size) ?? "", size)) as Grown;
}

/** A sheet is filled with results of 200 nodes, and then opened by another process. */
export default [
  ...growthBenchmarks({
    title: "filling a sheet",
    units,
    sizes,
    measure: async (size) => {
      folders.set(size, await mkdtemp(join(tmpdir(), "daggr-bench-")));
      return sheetOf("fill", size);
    },
    remark:
      "500 results are saved at a time, as a scatter does. Making the records for that is in it. The memory is that of the database, which is held in memory, and of the journal.",
  }),
  ...growthBenchmarks({
    title: "opening a sheet",
    units,
    sizes,
    measure: async (size) => {
      const grown = await sheetOf("open", size);
      await rm(folders.get(size) ?? "", { recursive: true });
      return grown;
    },
    remark:
      "The database is read into memory. Of each result only a summary is read; the whole record when it is shown.",
  }),
];
