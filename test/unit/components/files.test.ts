import assert from "node:assert/strict";
import { filesOf } from "../../../src/runtime/components/component-queries.ts";
import { filePlaces, replaceFiles } from "../../../src/runtime/components/file-positions.ts";
import type { ComponentName } from "../../../src/runtime/components/description.ts";
import type { Value } from "../../../src/runtime/values/value.ts";

/** Values with `*` before each path that is a file. */
const cases: readonly [ComponentName, Value][] = [
  ["Image", "*a.png"],
  ["Textbox", "/etc/hosts"],
  ["JSON", { image: "a.png", $file: "x" }],
  [
    "Gallery",
    [
      { image: "*a.png", caption: "a.png" },
      { video: "*b.mp4", caption: null },
    ],
  ],
  ["ImageEditor", { background: null, layers: ["*1.png", "*2.png"], composite: "*c.png", id: "x.png" }],
  ["ImageSlider", ["*a.png", null]],
  ["AnnotatedImage", { image: "*a.png", annotations: [{ image: "*m.png", label: "m.png" }] }],
  ["Video", "*a.mp4"],
  ["Video", { video: "*a.mp4", subtitles: "*a.srt" }],
  ["Plot", { type: "matplotlib", plot: "*p.png" }],
  ["Plot", { type: "plotly", plot: "{}" }],
  ["MultimodalTextbox", { text: "a.png", files: ["*a.png"] }],
  [
    "Chatbot",
    [
      { role: "user", content: "a.png" },
      { role: "user", content: { file: "*a.png", alt_text: "a.png" } },
      {
        role: "user",
        content: [
          { type: "text", text: "a.png" },
          { type: "file", file: "*b.png" },
        ],
      },
    ],
  ],
];

describe("Files in values", () => {
  for (const [component, marked] of cases) {
    const plain = JSON.parse(JSON.stringify(marked).replaceAll('"*', '"')) as Value;
    const shape = filesOf({ component, options: {} });

    it(`are found where ${component} has them: ${JSON.stringify(marked)}`, async () => {
      const replaced = await replaceFiles(shape, plain, (file) => `*${file as string}`);
      assert.deepEqual(replaced, marked);
    });

    it(`are found in order: ${JSON.stringify(marked)}`, () => {
      const expected = [...JSON.stringify(marked).matchAll(/"\*([^"]+)"/g)].map((match) => match[1]);
      assert.deepEqual(
        filePlaces(shape, plain).map(({ file }) => file),
        expected,
      );
    });
  }

  it("depend on the number of files of gr.File", () => {
    const one = filesOf({ component: "File", options: {} });
    const many = filesOf({ component: "File", options: { fileCount: "multiple" } });
    assert.equal(filePlaces(one, "a").length, 1);
    assert.equal(filePlaces(one, ["a", "b"]).length, 0);
    assert.equal(filePlaces(many, ["a", "b"]).length, 2);
  });

  it("are also found where the engine has taken them in, and not where there is nothing", async () => {
    const file = { $file: "0".repeat(64), name: "a.png", mime: "image/png", size: 1 };
    const image = filesOf({ component: "Image", options: {} });
    assert.deepEqual(filePlaces(image, file), [{ file, media: "image" }]);
    assert.equal(await replaceFiles(image, null, () => "x"), null);
    assert.equal(await replaceFiles(image, "", () => "x"), "");
  });
});
