// A process that works on sheets which it may read, but not write. It says what came of it as one line of JSON.
import { writeSync } from "node:fs";
import { LocalStore } from "../../../../src/runtime/sheets/local-store.ts";
import { GRAPH } from "./session.ts";

const [folder, wasm] = process.argv.slice(2) as [string, string];

const store = await LocalStore.open({ folder, wasm });
const [sheet] = await store.openGraph(GRAPH);
const message = (error: unknown) => (error as Error).message;
const refused = await store
  .change(sheet!.id, [{ field: "inputs", key: "new", value: 1 }])
  .then(() => "", message);
const { inputs } = (await store.loadSheet(sheet!.id)).state;
const closed = await store.close().then(() => "", message);
writeSync(1, JSON.stringify({ notices: store.notices, refused, inputs, closed }));
