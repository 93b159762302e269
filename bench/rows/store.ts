import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { LocalStore } from "../../src/runtime/sheets/local-store.ts";
import { openStore } from "../../src/runtime/sheets/open-store.ts";
import type { SheetId, SheetStore } from "../../src/runtime/sheets/store.ts";
import type { Benchmark } from "../benchmark.ts";
import { fill, limits, result, RESULTS } from "../results.ts";

/** Bytes that the database may take. */
const LARGEST = 20 * 1024 * 1024;

const wasm = inRoot("dist/sql-wasm.wasm");
const worker = inRoot("dist/store-worker.cjs");

let folder = "";
let sheet: SheetId = "";
let store: SheetStore | undefined;
let made = 0;

/** A sheet with 10,000 results of 200 nodes, in a store in its worker. */
export default {
  title: "10,000 results of 200 nodes",
  runs: 15,
  async prepare() {
    folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    const filling = await LocalStore.open({ folder, wasm, limits });
    sheet = (await filling.openGraph("bench"))[0]?.id ?? "";
    await fill(filling, sheet);
    await filling.close();
    const { size } = await stat(join(folder, "sheets.sqlite"));
    console.log(`the database takes ${(size / 1024 / 1024).toFixed(1)} MB`);
    if (size > LARGEST) throw new Error("That is more than it may.");
    made = RESULTS;
    store = await openStore({ folder, worker, wasm, limits });
    return async () => {
      await store?.close();
      await rm(folder, { recursive: true });
    };
  },
  sides: {
    "opening the sheet": () => timed(async () => await store?.loadSheet(sheet)),
    "starting the store and opening the sheet": () =>
      timed(async () => {
        const another = await openStore({ folder, worker, wasm, limits });
        await another.loadSheet(sheet);
        return () => another.close();
      }),
    "saving one more result, until it is on disk": () =>
      timed(async () => await store?.addResult(sheet, result((made += 1)))),
    "saving one more result, blocking the caller": async () => {
      const record = result((made += 1));
      const start = performance.now();
      const saved = store?.addResult(sheet, record);
      const blocked = performance.now() - start;
      await saved;
      return blocked;
    },
  },
  limits: {
    "opening the sheet": 300,
    "starting the store and opening the sheet": 300,
    "saving one more result, until it is on disk": 20,
    "saving one more result, blocking the caller": 2,
  },
} satisfies Benchmark;

/** What the work gives is done after the measurement. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const after = await work();
  const time = performance.now() - start;
  if (typeof after === "function") await (after as () => Promise<void>)();
  return time;
}
