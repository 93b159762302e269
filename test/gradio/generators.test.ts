import assert from "node:assert/strict";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Caller } from "./calling.ts";

/** As Python's client gives it. */
for (const version of [6, 5, 4] as const) {
  for (const name of ["", "_unqueued"]) {
    describe(`a generator under Gradio ${version}${name ? ", without the queue" : ""}`, () => {
      let caller: Caller;
      let url: string;

      before(async function () {
        this.timeout(60_000);
        caller = await startCalling();
        url = (await sharedApp("generators", { version })).url;
      });
      after(() => caller.dispose());

      const call = (apiName: string, count = 3) => caller.call(url, `/${apiName}${name}`, { count });

      it("gives its last value", async () => {
        assert.deepEqual(await call("parts"), ["part 3"]);
        assert.deepEqual(await call("in_turn", 2), ["part 2", 2]);
        assert.deepEqual(await call("returns_early"), ["only"]);
        assert.deepEqual(await call("items", 2), [[{ i: 0 }, { i: 1 }]]);
      });

      it("gives nothing where it has no value", async () => {
        assert.deepEqual(await call("nothing"), [null]);
        assert.deepEqual(await call("parts", 0), [null]);
      });

      it("fails where it ends in an error, whatever it gave before", async () => {
        const { message } = await caller.failure(url, `/fails${name}`, { count: 3 });
        assert.match(message, /out of parts/);
      });

      it("is no other than a function that gives data", async () => {
        assert.deepEqual(await call("json"), [{ n: [3, null, "x"] }]);
      });
    });
  }
}
