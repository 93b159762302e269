import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { openStore } from "../../../src/runtime/sheets/open-store.ts";
import type { StoreEvent } from "../../../src/runtime/sheets/store.ts";
import { result, temporaryFolder, UNLIMITED, wasm } from "./support/make.ts";
import { GRAPH } from "./support/session.ts";

describe("the store's worker", () => {
  it("answers like the store itself, tells its errors and events, and ends", async function () {
    const folder = temporaryFolder(this);
    const worker = join(folder, "store-worker.cjs");
    await build({
      entryPoints: [fileURLToPath(new URL("../../../src/runtime/sheets/store-worker.ts", import.meta.url))],
      outfile: worker,
      bundle: true,
      platform: "node",
      format: "cjs",
    });
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
