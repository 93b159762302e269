import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { openStore } from "../../../src/runtime/sheets/open-store.ts";
import type { StoreEvent } from "../../../src/runtime/sheets/store.ts";
import { result, temporaryFolder, UNLIMITED, wasm } from "./support/make.ts";
import { GRAPH } from "./support/session.ts";
import { writeZip } from "./support/zip.ts";

async function bundleWorker(folder: string): Promise<string> {
  const worker = join(folder, "store-worker.cjs");
  await build({
    entryPoints: [fileURLToPath(new URL("../../../src/runtime/sheets/store-worker.ts", import.meta.url))],
    outfile: worker,
    bundle: true,
    platform: "node",
    format: "cjs",
  });
  return worker;
}

describe("the store's worker", () => {
  it("stops an import when its caller does", async function () {
    const folder = temporaryFolder(this);
    const worker = await bundleWorker(folder);
    const path = join(folder, "large.daggr-sheet");
    const entry = JSON.stringify({ type: "entry", field: "inputs", key: "a.b", value: 1 });
    await writeZip(path, [
      ["sheet.json", JSON.stringify({ format: "daggr-sheet", version: 1, name: "Large" })],
      ["content.jsonl", `${entry}\n`.repeat(400_000)],
    ]);
    const store = await openStore({ folder: join(folder, "sheets"), worker, wasm, limits: UNLIMITED });
    const stop = new AbortController();
    const importing = assert.rejects(store.importSheet(GRAPH, path, { signal: stop.signal }), {
      name: "AbortError",
    });
    // Answered while the import goes on.
    assert.equal((await store.openGraph(GRAPH)).length, 1);
    stop.abort();
    await importing;
    assert.equal((await store.openGraph(GRAPH)).length, 1);
    await store.close();
  });

  it("answers like the store itself, tells its errors and events, and ends", async function () {
    const folder = temporaryFolder(this);
    const worker = await bundleWorker(folder);
    const start = { folder: join(folder, "sheets"), worker, wasm, limits: UNLIMITED };
    const [one, two] = [await openStore(start), await openStore(start)];
    const [sheet] = await one.openGraph(GRAPH);
    const record = result("draw");
    const events: StoreEvent[] = [];
    two.onEvent((event) => events.push(event));
    await one.addResult(sheet!.id, record);
    assert.deepEqual((await two.loadSheet(sheet!.id)).results, [record]);
    assert.deepEqual(events, [{ type: "changed-elsewhere", graphs: [GRAPH] }]);
    await assert.rejects(
      one.loadSheet("nope"),
      (error: Error & { kind?: string }) => error.kind === "refused",
    );
    assert.deepEqual(one.notices, []);
    await Promise.all([one.close(), two.close()]);
    await assert.rejects(one.openGraph(GRAPH), /worker ended|closed/i);
    const inThisThread = await openStore({ folder: start.folder, wasm });
    assert.deepEqual(await inThisThread.loadResult(sheet!.id, record.id), record);
    await inThisThread.close();
  });
});
