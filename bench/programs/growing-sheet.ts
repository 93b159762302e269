// A sheet of so many results in a folder, in a process of its own: `fill` makes it, `open` opens it. Prints the milliseconds, and the
// megabytes that were added meanwhile.
import assert from "node:assert/strict";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { LocalStore } from "../../src/runtime/sheets/local-store.ts";
import type { Grown } from "../growth.ts";
import { fill } from "../results.ts";

const [what, folder = "", size] = process.argv.slice(2);
const count = Number(size);
const wasm = inRoot("dist/sql-wasm.wasm");
globalThis.gc?.();
const before = process.memoryUsage().rss;
const start = performance.now();
const store = await LocalStore.open({ folder, wasm, limits: { keptResults: count, mediaLimit: 1e12 } });
const [sheet] = await store.openGraph("bench");
if (what === "fill") await fill(store, sheet!.id, count);
else {
  const { summaries } = await store.loadSheet(sheet!.id);
  assert.equal(Object.values(summaries).flat().length, count);
}
const milliseconds = performance.now() - start;
const megabytes = Math.max(0, process.memoryUsage().rss - before) / 2 ** 20;
await store.close();
console.log(JSON.stringify({ milliseconds, megabytes } satisfies Grown));
