import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { LocalStore } from "../../src/runtime/sheets/local-store.ts";
import { openStore } from "../../src/runtime/sheets/open-store.ts";
import type { SheetId, SheetStore } from "../../src/runtime/sheets/store.ts";
import type { Benchmark } from "../benchmark.ts";
import { median } from "../measure.ts";
import { python } from "../python.ts";
import { fill, limits, result, RESULTS } from "../results.ts";

/** Results that are saved one after another for one figure. */
const SAVES = 30;
/** Bytes that the database may take. */
const LARGEST = 20 * 1024 * 1024;

const wasm = inRoot("dist/sql-wasm.wasm");
const started = "starting the store and opening the sheet";
const saved = "saving one more result, until it is on disk";
const blocking = "saving one more result, blocking the caller";
const bareRead = "bare SQLite: opening, and reading as many results";
const bareSaved = "bare SQLite: inserting as large a result, until it is on disk";
/** In characters, of one result. */
const size = JSON.stringify(result(1)).length;

const worker = inRoot("dist/store-worker.cjs");

let folder = "";
let sheet: SheetId = "";
let store: SheetStore | undefined;
let made = 0;

/** A sheet with 10,000 results of 200 nodes, in a store in its worker. */
export default {
  title: "10,000 results of 200 nodes",
  runs: 7,
  quick: 3,
  async prepare() {
    folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    const filling = await LocalStore.open({ folder, wasm, limits });
    sheet = (await filling.openGraph("bench"))[0]?.id ?? "";
    await fill(filling, sheet);
    await filling.close();
    const { size: bytes } = await stat(join(folder, "sheets.sqlite"));
    console.log(`the database takes ${(bytes / 1024 / 1024).toFixed(1)} MB`);
    if (bytes > LARGEST) throw new Error("That is more than it may.");
    made = RESULTS;
    store = await openStore({ folder, worker, wasm, limits });
    return async () => {
      await store?.close();
      await rm(folder, { recursive: true });
    };
  },
  sides: {
    "opening the sheet": () => timed(async () => await store?.loadSheet(sheet)),
    [started]: () =>
      timed(async () => {
        const another = await openStore({ folder, worker, wasm, limits });
        await another.loadSheet(sheet);
        return () => another.close();
      }),
    [saved]: async () => {
      const times: number[] = [];
      for (let one = 0; one < SAVES; one++)
        times.push(await timed(async () => await store?.addResult(sheet, result((made += 1)))));
      return median(times);
    },
    [blocking]: async () => {
      const record = result((made += 1));
      const start = performance.now();
      const saved = store?.addResult(sheet, record);
      const blocked = performance.now() - start;
      await saved;
      return blocked;
    },
    [bareRead]: async () => (await sqlite("read", RESULTS))[0]!,
    [bareSaved]: async () => median(await sqlite("insert", SAVES)),
  },
  limits: {
    "opening the sheet": { times: 3, of: bareRead },
    [started]: { times: 4, of: bareRead },
    [saved]: { times: 1.3, of: bareSaved },
    // A frame of a canvas takes 16 ms.
    [blocking]: 2,
  },
  remark:
    "SQLite is Python's, compiled to machine code; ours runs as WebAssembly in a thread of its own, which has to start, and hands the results to another thread. A result is saved by a line at the end of a journal and one sync. Half a millisecond of that is to compress it and to put it into the database in memory, by a profile, and a quarter the way to the thread and back. Next step: write the journal while the database takes the result in.",
} satisfies Benchmark;

async function sqlite(what: "read" | "insert", count: number): Promise<readonly number[]> {
  return (await python("sqlite.py", what, count, size)) as readonly number[];
}

/** What the work gives is done after the measurement. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const after = await work();
  const time = performance.now() - start;
  if (typeof after === "function") await (after as () => Promise<void>)();
  return time;
}
