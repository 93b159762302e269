import assert from "node:assert/strict";
import { killWhileSaving } from "./support/kills.ts";

describe("a process that is killed while it saves", function () {
  this.timeout(300_000);

  it("has lost nothing that it reported as saved, 50 times, alone and beside another one", async () => {
    const saves = await killWhileSaving(50);
    assert.ok(saves > 50, `${saves} saves`);
  });
});
