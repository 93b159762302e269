import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Caller } from "./calling.ts";

/** Components may be inputs of a function without being part of the API: buttons, states. */
for (const version of [6, 5, 4] as const) {
  describe(`inputs that are not part of the API under Gradio ${version}`, () => {
    let caller: Caller;
    let url: string;

    before(async function () {
      this.timeout(60_000);
      caller = await startCalling();
      url = (await sharedApp("inputs", { version })).url;
    });
    after(() => caller.dispose());

    it("do not shift those after them, and have their own value", async () => {
      assert.deepEqual(await caller.call(url, "/say", { voice: "Carol", speed: 3 }), ["['Go', 'Carol', 3]"]);
      assert.deepEqual(await caller.call(url, "/middle", { text: "a", count: 5 }), ["['a', 'Go', 5]"]);
      assert.deepEqual(await caller.call(url, "/middle", { text: "a" }), ["['a', 'Go', 2]"]);
      assert.deepEqual(await caller.call(url, "/last", { text: "a" }), ["['a', 'kept', 'Go']"]);
      assert.deepEqual(await caller.call(url, "/alone"), ["['Go']"]);
    });

    it("are told from those that are: a button that uploads takes a file", async () => {
      await writeFile(join(caller.folder, "a.txt"), "content");
      assert.deepEqual(await caller.call(url, "/upload", { file: "a.txt", text: "b" }), [
        "['Go', 'content', 'b']",
      ]);
    });

    it("do not shift what is returned", async () => {
      assert.deepEqual(await caller.call(url, "/outputs", { text: "a" }), ["a", "A"]);
    });

    it("leave each parameter its own choices and limits", async () => {
      const known = await caller.services.apis.get(url);
      assert.ok(known.kind === "known");
      const of = (name: string) => known.api.endpoints.find((endpoint) => endpoint.name === name)?.parameters;
      const [voice, speed] = of("/say") ?? [];
      // It takes new values too, so what it offers is no limit.
      assert.equal(voice?.choices, undefined);
      assert.deepEqual([speed?.minimum, speed?.maximum], [1, 3]);
      assert.equal(of("/unfilled")?.[0]?.choices, undefined);
      assert.deepEqual(of("/alone"), []);
    });

    it("are left out of the count, which has to fit where an endpoint is not described", async () => {
      assert.deepEqual(await caller.call(url, "/hidden", { first: "a", second: "b" }), ["['a', 'Go', 'b']"]);
      const few = await caller.failure(url, "/hidden", { first: "a" });
      assert.match(few.message, /^'\/hidden' of .* takes 2 values, and 1 is given\.$/);
      const many = await caller.failure(url, "/hidden", { first: "a", second: "b", third: "c" });
      assert.match(many.message, /^'\/hidden' of .* takes 2 values, and 3 are given\.$/);
      assert.notEqual(many.transient, true);
    });
  });
}
