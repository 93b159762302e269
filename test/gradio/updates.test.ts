import assert from "node:assert/strict";
import { imageSize } from "../support/image-size.ts";
import type { Value } from "../../src/runtime/values/value.ts";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Caller } from "./calling.ts";

for (const version of [6, 5, 4] as const) {
  describe(`updates in place of values under Gradio ${version}`, () => {
    let caller: Caller;
    let url: string;

    before(async function () {
      this.timeout(60_000);
      caller = await startCalling();
      url = (await sharedApp("updates", { version })).url;
    });
    after(() => caller.dispose());

    const call = (apiName: string) => caller.call(url, apiName, { text: "ab" });

    it("are their values", async () => {
      for (const endpoint of ["/paint", "/direct"]) {
        const [image, words] = await call(endpoint);
        assert.equal(imageSize(await caller.read(image)).width, 32, endpoint);
        assert.equal(words, "AB");
      }
      assert.deepEqual(await call("/component"), ["abab"]);
      assert.deepEqual(await call("/choices"), ["ab"]);
      assert.equal((await caller.read((await call("/file"))[0])).toString(), "ab");
      const [images] = (await call("/gallery")) as [{ image: Value; caption: string }[]];
      assert.equal(images[0]?.caption, "ab");
      assert.equal(imageSize(await caller.read(images[0].image)).width, 32);
    });

    it("are nothing where they have no value", async () => {
      assert.deepEqual(await call("/only_props"), [null, "ab"]);
      assert.deepEqual(await call("/skipped"), [null, "ab"]);
      assert.deepEqual(await call("/emptied"), [null, ""]);
    });

    it("without a value leave what was there before, in results so far and in the end", async () => {
      const running = caller.start(url, "/steps", { text: "ab" }, { outputs: ["first", "second"] });
      assert.deepEqual(await running.returned, ["ab 1", "c"]);
      for (const event of running.events) {
        if (event.type !== "partial") continue;
        assert.equal(event.outputs["first"], "ab 1");
        assert.ok(["a", "b", "c"].includes(event.outputs["second"] as string));
      }
    });
  });
}
