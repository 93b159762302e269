import assert from "node:assert/strict";
import { imageSize } from "../support/image-size.ts";
import type { FileRef, Value } from "../../src/runtime/values/value.ts";
import { sharedApp } from "../support/gradio.ts";
import { startProxy } from "../hub/proxy.ts";
import { startCalling, type Caller } from "./calling.ts";

for (const version of [6, 5, 4] as const) {
  describe(`files of results so far under Gradio ${version}`, () => {
    let caller: Caller;
    let url: string;

    before(async function () {
      this.timeout(60_000);
      caller = await startCalling();
      url = (await sharedApp("previews", { version })).url;
    });
    after(() => caller.dispose());

    const three = { steps: 3, seconds: 0.3 };
    const started = async (apiName: string, inputs = three as Record<string, Value>) => {
      const call = caller.start(url, apiName, inputs, { outputs: ["file"] });
      const [value] = await call.returned;
      const partial = call.events.flatMap((event) =>
        event.type === "partial" ? [event.outputs["file"]] : [],
      );
      return { value, partial };
    };

    for (const endpoint of ["/diffuse", "/diffuse_file"])
      it(`are not the result, though ${endpoint} writes all of them to one path`, async () => {
        const { value, partial } = await started(endpoint);
        assert.equal(imageSize(await caller.read(value)).width, 24);
        const widths = await Promise.all(
          partial.map(async (one) => imageSize(await caller.read(one as FileRef)).width),
        );
        assert.ok(new Set(widths).size > 1, `widths ${widths.join()}`);
      });

    it("are each call's own, though the next one writes over the last as soon as it begins", async () => {
      // They share a function, of which the app runs one at a time.
      const calls = await Promise.all([started("/shared", three), started("/shared_file", three)]);
      for (const { value } of calls) assert.equal(imageSize(await caller.read(value)).width, 24);
    });

    it("are not the result where files have one size, or stand in a list", async () => {
      const { value } = await started("/rewritten", { steps: 4, seconds: 0.15 });
      assert.equal((await caller.read((value as Value[])[0])).toString(), "step 4");
      const { value: images } = await started("/gallery");
      const last = (images as { image: Value; caption: string }[])[0];
      assert.equal(last?.caption, "step 3");
      assert.equal(imageSize(await caller.read(last.image)).width, 24);
    });

    it("of a stream of sound are one recording in the end", async () => {
      const { value, partial } = await started("/say", { count: 3 });
      assert.equal((await caller.read(value)).toString(), "chunk 1;chunk 2;chunk 3;");
      // What is heard so far is no file yet.
      assert.deepEqual(new Set(partial), partial.length > 0 ? new Set([null]) : new Set());
    });

    if (version !== 4) {
      it("of a stream are put together here where the app cannot do it", async () => {
        const { value } = await started("/film", { count: 3 });
        const file = (value as { video?: Value }).video ?? value;
        assert.equal((await caller.read(file)).toString(), "chunk 1;chunk 2;chunk 3;");
        assert.match((file as FileRef).name, /\.ts$/);
      });

      it("of a stream whose playlist is gone are an error that says so", async () => {
        const proxy = await startProxy(url, ({ path }) =>
          path.includes("/stream/") ? { kind: "answer", status: 404 } : undefined,
        );
        try {
          const { message } = await caller.failure(proxy.url, "/say", { count: 1 });
          assert.match(
            message,
            /^The file 'audio-stream\.mp3' could not be fetched from .*: it answered 404/,
          );
        } finally {
          await proxy.stop();
        }
      });
    }
  });
}
