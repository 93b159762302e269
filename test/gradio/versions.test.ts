import assert from "node:assert/strict";
import type { FileRef, Value, Values } from "../../src/runtime/values/value.ts";
import { isFileRef } from "../../src/runtime/values/value.ts";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Caller } from "./calling.ts";

/** The core of what apps do, under the versions before Gradio 6; jobs and their cancelling are in `running.test.ts`. */
for (const version of [5, 4] as const) {
  describe(`the core under Gradio ${version}`, () => {
    let caller: Caller;
    let url: string;
    let image: FileRef;

    before(async function () {
      this.timeout(90_000);
      caller = await startCalling();
      url = (await sharedApp("core", { version })).url;
      image = (await one("/draw", { prompt: "a cat", width: 96, height: 64 })) as FileRef;
    });
    after(() => caller.dispose());

    const one = async (apiName: string, inputs: Values = {}) =>
      (await caller.call(url, apiName, inputs))[0] as Value;

    it("text, defaults and choices", async () => {
      assert.deepEqual(await caller.call(url, "greet", { name: "Ann", times: 2 }), [
        "Hello, Ann Hello, Ann!",
      ]);
      assert.deepEqual(await caller.call(url, 0, { text: "by number" }), ["by number"]);
      assert.equal(
        ((await one("/values", { text: "", number: 1 })) as { dropdown: string }).dropdown,
        "medium",
      );
      assert.match((await caller.failure(url, "/gret")).message, /Did you mean '\/greet'\?$/);
      assert.match((await caller.failure(url, "/greet", { nam: "" })).message, /Did you mean 'name'\?$/);
    });

    it("images", async () => {
      assert.ok(isFileRef(image));
      assert.deepEqual(await one("/image_size", { image }), { width: 96, height: 64, mode: "RGB" });
    });

    it("sound, video with subtitles, 3D", async () => {
      assert.equal(
        Math.round(((await one("/sound_seconds", { sound: await one("/tone") })) as number) * 10),
        5,
      );
      const clip = (await one("/clip")) as FileRef;
      assert.ok(isFileRef(clip));
      assert.equal(((await one("/clip_info", { path: clip })) as { sha256: string }).sha256, clip.$file);
      const subtitles = await caller.media.addBytes(
        Buffer.from("WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n"),
        "clip.vtt",
      );
      const both = { video: clip, subtitles };
      assert.equal(((await one("/clip_info", { path: both })) as { sha256: string }).sha256, clip.$file);
      assert.equal(((await one("/cube")) as FileRef).name, "cube.obj");
    });

    it("files, one and several", async () => {
      const file = (await one("/make_file", { name: "note.txt", text: "hello" })) as FileRef;
      assert.deepEqual(await one("/file_info", { path: file }), {
        name: "note.txt",
        size: 5,
        sha256: file.$file,
      });
      const files = await one("/make_files", { count: 2 });
      assert.deepEqual(await one("/file_names", { files }), ["part 1.txt", "part 2.txt"]);
    });

    it("galleries, tables, labels, marked text and images", async () => {
      const images = await one("/gallery", { count: 2 });
      assert.equal(
        ((await one("/gallery_info", { images })) as { caption: string }[])[1]?.caption,
        "number 2",
      );
      assert.equal(await one("/table_sum", { frame: await one("/table", { rows: 3 }) }), 6);
      assert.equal(((await one("/classify", { text: "aaab" })) as { label: string }).label, "has much a");
      assert.equal(
        ((await one("/highlight", { text: "longer" })) as { token: string }[])[0]?.token,
        "longer ",
      );
      assert.ok(isFileRef(((await one("/annotate", { image })) as { image: FileRef }).image));
    });

    it("chats in both forms, and text with files", async () => {
      const said = (value: Value) =>
        (value as { role: string; content: string }[]).map(({ role, content }) => [role, content]);
      const expected = [
        ["user", "hi"],
        ["assistant", "You said: hi"],
      ];
      for (const endpoint of ["/chat", "/chat_tuples"]) {
        const chat = await one(endpoint, { message: "hi" });
        assert.deepEqual(said(chat), expected, endpoint);
        const longer = await one(endpoint, { message: "again", history: chat });
        assert.deepEqual(said(longer).slice(0, 2), expected, endpoint);
        assert.equal(said(longer).length, 4, endpoint);
      }
      const history: Value = [
        {
          role: "user",
          content: [
            { type: "text", text: "look" },
            { type: "file", file: image },
          ],
        },
      ];
      for (const endpoint of ["/chat", "/chat_tuples"]) {
        const chat = (await one(endpoint, { message: "well?", history })) as { content: Value }[];
        assert.equal(chat[0]?.content, "look", endpoint);
        assert.equal((chat[1]?.content as { file?: FileRef }).file?.$file, image.$file, endpoint);
      }
      assert.deepEqual(await one("/multimodal", { message: { text: "see", files: [image] } }), {
        text: "see",
        files: 1,
      });
    });

    it("errors in the server's own words", async () => {
      assert.match((await caller.failure(url, "/fail", { message: "No." })).message, /failed: No\.$/);
      assert.match(
        (await caller.failure(url, "/fail_midway", { message: "Later." })).message,
        /failed: Later\.$/,
      );
    });

    it("its API, in the same form as the latest", async () => {
      const [old, latest] = await Promise.all(
        [url, (await sharedApp("full")).url].map(async (space) => {
          const known = await caller.services.apis.get(space);
          assert.ok(known.kind === "known");
          const greet = known.api.endpoints.find(({ name }) => name === "/greet");
          return greet?.parameters.map(({ name, component, type, required }) => ({
            name,
            component,
            type,
            required,
          }));
        }),
      );
      assert.deepEqual(old, latest);
    });
  });
}
