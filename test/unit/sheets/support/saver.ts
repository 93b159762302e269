// A process that saves without pause until it is killed, or asked to end: edits, results with files, images. It says what was
// reported as saved by a line on standard output, written at once.
import { writeSync } from "node:fs";
import { join } from "node:path";
import { MediaFolder } from "../../../../src/runtime/files/media-folder.ts";
import { LocalStore } from "../../../../src/runtime/sheets/local-store.ts";
import { result, UNLIMITED } from "./make.ts";
import { GRAPH } from "./session.ts";

const [folder, name, wasm] = process.argv.slice(2) as [string, string, string];

const store = await LocalStore.open({ folder, wasm, limits: UNLIMITED });
const media = new MediaFolder(join(folder, "media"));
const [sheet] = await store.openGraph(GRAPH);
const say = (line: string) => writeSync(1, `${line}\n`);
if (store.notices.length > 0) say(`notice ${store.notices.join(" ")}`);
say(`sheet ${sheet!.id}`);

let ending = false;
process.on("SIGTERM", () => (ending = true));

let number = 0;
async function edit(): Promise<void> {
  while (!ending) {
    const key = `${name}.${(number += 1)}`;
    await store.change(sheet!.id, [{ field: "inputs", key, value: `value of ${key}` }]);
    say(`input ${key}`);
  }
}

async function run(): Promise<void> {
  for (let count = 1; !ending; count += 1) {
    const key = `${name}-${(number += 1)}`;
    const image = await media.addBytes(Buffer.from(`image ${key}`), `${key}.png`);
    await store.addResult(sheet!.id, result("draw", { id: key, outputs: { image } }));
    say(`result ${key}`);
    if (count % 10 === 0) await store.checkpoint();
  }
}

await Promise.all([edit(), edit(), run()]);
await store.close();
