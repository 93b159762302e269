import assert from "node:assert/strict";
import { open, result, temporaryFolder } from "./support/make.ts";

describe("the sheet store", () => {
  it("keeps inputs and results in the folder", async function () {
    const folder = temporaryFolder(this);
    const first = await open(folder);
    const [sheet] = await first.openGraph("file#graph");
    assert.ok(sheet);
    await first.change(sheet.id, [
      { field: "inputs", key: "draw.prompt", value: "a cat" },
      { field: "view", value: { x: 1, y: 2, zoom: 0.5 } },
    ]);
    const made = result("draw");
    await first.addResult(sheet.id, made);
    await first.close();

    const second = await open(folder);
    assert.deepEqual(
      (await second.openGraph("file#graph")).map(({ id }) => id),
      [sheet.id],
    );
    const loaded = await second.loadSheet(sheet.id);
    assert.deepEqual(loaded.state.inputs, { "draw.prompt": "a cat" });
    assert.deepEqual(loaded.state.view, { x: 1, y: 2, zoom: 0.5 });
    assert.deepEqual(loaded.results, [made]);
    assert.deepEqual(await second.findResult(sheet.id, "draw", made.key), made);
    await second.close();
  });
});
