import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { FileRef, Value } from "../../src/runtime/values/value.ts";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Caller } from "./calling.ts";

/** Descriptions of files as Python workflows write them in hooks. */
for (const version of [6, 5, 4] as const) {
  describe(`descriptions of files in inputs under Gradio ${version}`, () => {
    let caller: Caller;
    let url: string;
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

    before(async function () {
      this.timeout(60_000);
      caller = await startCalling();
      url = (await sharedApp("core", { version })).url;
      await writeFile(join(caller.folder, "a.txt"), "content");
    });
    after(() => caller.dispose());

    const sent = async (path: Value) =>
      ((await caller.call(url, "/file_info", { path }))[0] as { sha256: string }).sha256;
    const full = (path: string | null, address: string | null = null) => ({
      path,
      url: address,
      size: null,
      orig_name: null,
      mime_type: null,
      is_stream: false,
      meta: {},
    });

    it("are uploaded, with and without Gradio's mark", async () => {
      const path = join(caller.folder, "a.txt");
      assert.equal(await sent(full(path)), sha256("content"));
      assert.equal(
        await sent({ path, orig_name: "b.txt", meta: { _type: "gradio.FileData" } }),
        sha256("content"),
      );
      assert.equal(await sent(full("a.txt")), sha256("content"));
      assert.equal(await sent(full("data:text/plain,abc")), sha256("abc"));
    });

    it("are uploaded from lists too, and where they hold a file that was fetched", async () => {
      const files = [full(join(caller.folder, "a.txt")), full("a.txt")];
      assert.deepEqual(await caller.call(url, "/file_names", { files }), [["a.txt", "a.txt"]]);
      const [made] = (await caller.call(url, "/make_file", { name: "n.txt", text: "made" })) as [FileRef];
      assert.equal(await sent({ path: made, orig_name: "x", meta: {} }), sha256("made"));
    });

    it("that name no file are refused with what to write instead", async () => {
      const failure = await caller.failure(url, "/file_info", { path: full(null) });
      assert.match(failure.message, /^A description of a file .* names no file/);
      assert.match(failure.help ?? "", /path as a string/);
      assert.match(
        (await caller.failure(url, "/file_info", { path: full("gone.txt") })).message,
        /is not there/,
      );
    });

    it("stay data where the endpoint takes any data", async () => {
      const value = full("a.txt");
      if (version === 4)
        // It refuses by itself what looks like a file and was not uploaded.
        await assert.rejects(caller.call(url, "/json", { value }), /./);
      else assert.deepEqual(await caller.call(url, "/json", { value }), [value]);
    });
  });
}
