// A process that imports the files whose paths stand in a list, one after the other, as a person does who goes on working. It
// says of each what came of it, how much memory the process ever had, and how long the longest of the other calls waited.
import { readFileSync, writeSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import { LocalStore } from "../../../../src/runtime/sheets/local-store.ts";
import type { Imported } from "./importing.ts";
import { GRAPH } from "./session.ts";

const [folder, list, wasm] = process.argv.slice(2) as [string, string, string];
const limits = { keptResults: 1000, mediaLimit: 100 * 1024 * 1024 };
const store = await LocalStore.open({ folder, wasm, limits });
await store.openGraph(GRAPH);
const peak = () => process.resourceUsage().maxRSS / 1024;
const rest = peak();

for (const path of JSON.parse(readFileSync(list, "utf8")) as string[]) {
  let importing = true;
  const told = store
    .importSheet(GRAPH, path)
    .then(
      ({ id }) => ({ id }),
      (error: Error & { kind?: string }) => ({ message: error.message, kind: error.kind }),
    )
    .finally(() => (importing = false));
  let longestWait = 0;
  while (importing) {
    const asked = performance.now();
    await store.listGraphs();
    await nextTurn();
    longestWait = Math.max(longestWait, performance.now() - asked);
  }
  const sheets = (await store.openGraph(GRAPH)).length;
  const said: Imported = { ...(await told), sheets, longestWait, memory: peak() - rest };
  writeSync(1, `${JSON.stringify(said)}\n`);
}
await store.close();
