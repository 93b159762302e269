import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { LocalStore } from "../../src/runtime/sheets/local-store.ts";
import { openStore } from "../../src/runtime/sheets/open.ts";
import type { ResultRecord, SheetId, SheetStore } from "../../src/runtime/sheets/store.ts";
import type { Benchmark } from "../benchmark.ts";

const NODES = 200;
const RESULTS = 10_000;
/** Bytes that the database may take. */
const LARGEST = 20 * 1024 * 1024;

const limits = { keptResults: RESULTS, mediaLimit: 1e12 };
const wasm = inRoot("dist/sql-wasm.wasm");
const worker = inRoot("dist/store-worker.cjs");
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

let folder = "";
let sheet: SheetId = "";
let store: SheetStore | undefined;
let made = 0;

/** As an image chain makes them: a prompt with everything above it, files in and out. */
function result(number: number): ResultRecord {
  const node = number % NODES;
  const file = (what: string) => ({
    $file: hash(what),
    name: `image ${number}.webp`,
    mime: "image/webp",
    size: 81_234,
  });
  const prompt = `A watercolour of a ${hash(`${number}`).slice(0, 12)} cat in a boat, morning light, ${number}`;
  return {
    id: randomUUID(),
    node: `Node ${node}`,
    key: hash(`key ${number}`),
    parts: {
      code: hash(`code ${node}`),
      options: hash(`options ${node}`),
      inputs: { prompt: hash(prompt), seed: hash(`${number}`) },
      upstream: { image: hash(`in ${number}`), mask: hash(`mask ${number}`) },
      commit: hash(`commit ${node}`).slice(0, 40),
    },
    outputs: { image: file(`out ${number}`), seed: number, caption: `${prompt} (caption)` },
    inputs: { image: file(`in ${number}`), mask: file(`mask ${number}`), prompt, seed: number },
    canvas: { [`Node ${node}.prompt`]: prompt, "Node 0.prompt": prompt, [`Node ${node}.seed`]: number },
    upstream: { [`Node ${node - 1}`]: randomUUID(), [`Node ${node - 2}`]: randomUUID() },
    picks: { Choice: "Variant" },
    drawn: { seed: number },
    startedAt: 1_700_000_000_000 + number,
    duration: 1234.5,
    commit: hash(`commit ${node}`).slice(0, 40),
  };
}

/** A sheet with 10,000 results of 200 nodes, in a store in its worker. */
export default {
  title: "10,000 results of 200 nodes",
  runs: 15,
  async prepare() {
    folder = await mkdtemp(join(tmpdir(), "daggr-bench-"));
    const filling = await LocalStore.open({ folder, wasm, limits });
    sheet = (await filling.openGraph("bench"))[0]?.id ?? "";
    for (let start = 0; start < RESULTS; start += 500) {
      await Promise.all(
        Array.from({ length: 500 }, (_, index) => filling.addResult(sheet, result(start + index))),
      );
    }
    await filling.checkpoint();
    // Twice more, so that the backup has everything and the journal nothing, whatever was under way.
    await filling.checkpoint();
    await filling.checkpoint();
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
} satisfies Benchmark;

/** What the work gives is done after the measurement. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const after = await work();
  const time = performance.now() - start;
  if (typeof after === "function") await (after as () => Promise<void>)();
  return time;
}
