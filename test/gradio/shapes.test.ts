import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { FileRef, Value, Values } from "../../src/runtime/values/value.ts";
import { isFileRef } from "../../src/runtime/values/value.ts";
import { sharedApp } from "../support/gradio.ts";
import { startCalling, type Caller } from "./calling.ts";

describe("the values of real components", () => {
  let caller: Caller;
  let url: string;
  let image: FileRef;

  before(async () => {
    caller = await startCalling();
    url = (await sharedApp("full")).url;
    image = (await one("/draw", { prompt: "a cat", width: 96, height: 64 })) as FileRef;
  });
  after(() => caller.dispose());

  const one = async (apiName: string, inputs: Values = {}) =>
    (await caller.call(url, apiName, inputs))[0] as Value;
  const sha = (content: Buffer) => createHash("sha256").update(content).digest("hex");

  it("takes an image in under its content and gives it back", async () => {
    assert.ok(isFileRef(image));
    assert.deepEqual([image.name, image.mime], ["image.png", "image/png"]);
    const content = await caller.read(image);
    assert.equal(sha(content), image.$file);
    assert.equal(content.length, image.size);
    assert.deepEqual(await one("/image_size", { image }), { width: 96, height: 64, mode: "RGB" });
    const inverted = (await one("/invert", { image })) as FileRef;
    assert.notEqual(inverted.$file, image.$file);
    assert.equal(((await one("/invert", { image: inverted })) as FileRef).$file, image.$file);
  });

  it("sound", async () => {
    const sound = (await one("/tone", { seconds: 0.25 })) as FileRef;
    assert.equal(sound.mime, "audio/wav");
    assert.equal((await caller.read(sound)).toString("latin1", 0, 4), "RIFF");
    assert.equal(Math.round(((await one("/sound_seconds", { sound })) as number) * 100), 25);
  });

  it("video, with and without subtitles", async () => {
    const clip = (await one("/clip")) as FileRef;
    assert.ok(isFileRef(clip));
    assert.equal(clip.mime, "video/webm");
    assert.deepEqual(await one("/clip_info", { path: clip }), {
      name: "clip.webm",
      size: clip.size,
      sha256: clip.$file,
    });
    const subtitles = await caller.media.addBytes(Buffer.from("WEBVTT"), "clip.vtt");
    assert.equal(
      ((await one("/clip_info", { path: { video: clip, subtitles } })) as { sha256: string }).sha256,
      clip.$file,
    );
  });

  it("one file and several, under their own names", async () => {
    const file = (await one("/make_file", { name: "a note.txt", text: "hello" })) as FileRef;
    assert.deepEqual([file.name, (await caller.read(file)).toString()], ["a note.txt", "hello"]);
    assert.deepEqual(await one("/file_info", { path: file }), {
      name: "a note.txt",
      size: 5,
      sha256: file.$file,
    });
    const files = (await one("/make_files", { count: 3 })) as readonly FileRef[];
    assert.deepEqual(
      files.map(({ name }) => name),
      ["part 1.txt", "part 2.txt", "part 3.txt"],
    );
    assert.deepEqual(await one("/file_names", { files }), ["part 1.txt", "part 2.txt", "part 3.txt"]);
    assert.deepEqual(await one("/file_names", { files: file }), ["a note.txt"]);
    assert.deepEqual(await one("/make_files", { count: 0 }), []);
  });

  it("a 3D model", async () => {
    const model = (await one("/cube")) as FileRef;
    assert.equal(model.name, "cube.obj");
    assert.equal(((await one("/model_info", { path: model })) as { sha256: string }).sha256, model.$file);
  });

  it("a gallery with captions", async () => {
    const images = (await one("/gallery", { count: 2 })) as readonly { image: FileRef; caption: string }[];
    assert.ok(images.every((item) => isFileRef(item.image)));
    assert.deepEqual(
      images.map(({ caption }) => caption),
      ["number 1", "number 2"],
    );
    assert.notEqual(images[0]?.image.$file, images[1]?.image.$file);
    const expected = [
      { width: 64, caption: "number 1" },
      { width: 64, caption: "number 2" },
    ];
    assert.deepEqual(await one("/gallery_info", { images: images as unknown as Value }), expected);
    const bare = images.map((item) => item.image);
    assert.deepEqual(
      await one("/gallery_info", { images: bare }),
      expected.map((item) => ({ ...item, caption: null })),
    );
  });

  it("an annotated image", async () => {
    const marked = (await one("/annotate", { image })) as {
      image: FileRef;
      annotations: { image: FileRef; label: string }[];
    };
    assert.ok(isFileRef(marked.image) && isFileRef(marked.annotations[0]?.image));
    assert.equal(marked.annotations[0]?.label, "left half");
  });

  it("a table, also as rows and as records", async () => {
    const table = await one("/table", { rows: 2 });
    assert.deepEqual(table, {
      headers: ["number", "square", "word"],
      data: [
        [1, 1, "row 1"],
        [2, 4, "row 2"],
      ],
      metadata: null,
    });
    assert.equal(await one("/table_sum", { frame: table }), 3);
    assert.equal(
      await one("/table_sum", {
        frame: [
          [4, "x"],
          [5, "y"],
        ],
      }),
      9,
    );
    assert.equal(await one("/table_sum", { frame: [{ n: 7 }, { n: 8 }] }), 15);
  });

  it("plots: an image of matplotlib, a description of plotly", async () => {
    const drawn = (await one("/plot")) as { type: string; plot: FileRef };
    assert.equal(drawn.type, "matplotlib");
    assert.ok(isFileRef(drawn.plot) && drawn.plot.mime.startsWith("image/"));
    const described = (await one("/interactive_plot")) as { type: string; plot: string };
    assert.equal(described.type, "plotly");
    assert.equal((JSON.parse(described.plot) as { data: { type: string }[] }).data[0]?.type, "bar");
  });

  it("a classification and annotated text", async () => {
    assert.deepEqual(await one("/classify", { text: "aaab" }), {
      label: "has much a",
      confidences: [
        { label: "has much a", confidence: 0.75 },
        { label: "has little a", confidence: 0.25 },
      ],
    });
    assert.deepEqual(await one("/highlight", { text: "some longer words" }), [
      { token: "some ", class_or_confidence: null },
      { token: "longer ", class_or_confidence: "long" },
      { token: "words ", class_or_confidence: "long" },
    ]);
  });

  it("any JSON, and text in all its forms", async () => {
    const value = { a: [1, null, { b: "c" }], path: "/etc/passwd" };
    assert.deepEqual(await one("/json", { value }), value);
    assert.deepEqual(await caller.call(url, "/formats", { text: "x" }), [
      "# x",
      "<b>x</b>",
      "const text = 'x';",
    ]);
  });

  it("a chat, which goes on", async () => {
    const chat = await one("/chat", { message: "hi" });
    const said = (value: Value) =>
      (value as { role: string; content: { text: string }[] }[]).map((turn) => [
        turn.role,
        turn.content[0]?.text,
      ]);
    assert.deepEqual(said(chat), [
      ["user", "hi"],
      ["assistant", "You said: hi"],
    ]);
    assert.equal(said(await one("/chat", { message: "again", history: chat })).length, 4);
    const short = [{ role: "user", content: "short form" }];
    assert.equal(said(await one("/chat", { message: "again", history: short }))[0]?.[1], "short form");
  });

  it("a chat with files", async () => {
    const history = [{ role: "user", content: [{ type: "file", file: image }] }];
    const chat = (await one("/chat", { message: "what is it?", history })) as {
      content: { type: string; file?: FileRef }[];
    }[];
    assert.equal(chat[0]?.content[0]?.file?.$file, image.$file);
  });

  it("text with files", async () => {
    assert.deepEqual(await one("/multimodal", { message: { text: "see", files: [image] } }), {
      text: "see",
      files: 1,
    });
    assert.deepEqual(await one("/multimodal", { message: "only text" }), { text: "only text", files: 0 });
  });

  it("a drawing, two compared images, a dialogue", async () => {
    const editor = { background: image, layers: [image], composite: image };
    assert.deepEqual(await one("/edited", { editor }), { size: [96, 64], layers: 1 });
    assert.deepEqual(await one("/edited", { editor: image }), { size: [96, 64], layers: 0 });
    const pair = (await one("/compare", { image })) as readonly FileRef[];
    assert.equal(pair.length, 2);
    assert.ok(pair.every(isFileRef));
    assert.equal(
      await one("/dialogue", {
        lines: [
          { speaker: "Host", text: "Hi." },
          { speaker: "Guest", text: "Hello." },
        ],
      }),
      "Host: Hi.\nGuest: Hello.",
    );
  });

  it("knows a type for each of them", async () => {
    const known = await caller.services.apis.get(url);
    assert.ok(known.kind === "known");
    const returned = Object.fromEntries(known.api.endpoints.map(({ name, returns }) => [name, returns[0]]));
    const types = ["/draw", "/gallery", "/make_files", "/table_sum", "/compare", "/classify"].map((name) => [
      returned[name]?.component,
      returned[name]?.type,
      returned[name]?.file,
    ]);
    assert.deepEqual(types, [
      ["Image", "string", true],
      [
        "Gallery",
        "({ image: string; caption?: string | null } | { video: string; caption?: string | null })[]",
        true,
      ],
      ["File", "string[]", true],
      ["Number", "number", false],
      ["ImageSlider", "[string | null, string | null] | null", true],
      [
        "Label",
        "{ label?: string | number | null; confidences?: { label?: string | number | null; confidence?: number | null }[] | null }",
        false,
      ],
    ]);
  });
});
