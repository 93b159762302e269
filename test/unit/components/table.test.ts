import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { componentsPage } from "../../../scripts/components-page.ts";
import { inRoot } from "../../../scripts/lib/paths.mjs";
import {
  exampleValue,
  familyOf,
  filesOf,
  fits,
  initialValue,
  upgraded,
} from "../../../src/runtime/components/component-queries.ts";
import { filePlaces } from "../../../src/runtime/components/file-positions.ts";
import { componentNames, type ComponentName } from "../../../src/runtime/components/description.ts";
import { componentSpecs, specOf } from "../../../src/runtime/components/registry.ts";
import type { ComponentDescription } from "../../../src/runtime/components/description.ts";
import type { CardSize, ComponentFamily } from "../../../src/runtime/components/spec.ts";
import type { Json, Value } from "../../../src/runtime/values/value.ts";

const of = (
  component: ComponentName,
  options: Readonly<Record<string, Json>> = {},
): ComponentDescription => ({
  component,
  options,
});
const choices = { choices: ["a", ["Bee", "b"], 3] };

/** Options under which an example can be given, and how many files it has. */
const samples: Readonly<Partial<Record<ComponentName, { options?: Record<string, Json>; files?: number }>>> =
  {
    Radio: { options: choices },
    Dropdown: { options: choices },
    CheckboxGroup: { options: choices },
    Image: { files: 1 },
    ImageEditor: { files: 2 },
    ImageSlider: { files: 2 },
    AnnotatedImage: { files: 2 },
    Gallery: { files: 1 },
    Audio: { files: 1 },
    Video: { files: 1 },
    File: { files: 1 },
    Model3D: { files: 1 },
    MultimodalTextbox: { files: 1 },
  };

/** What the canvas and the layout rely on, written out so that a change of a spec is a change here. */
const expectedCards: {
  readonly families: Readonly<Record<ComponentFamily, readonly ComponentName[]>>;
  readonly sizes: Readonly<Record<ComponentName, Required<Omit<CardSize, "fit">> & { fit: CardSize["fit"] }>>;
} = {
  families: {
    text: [
      "Textbox",
      "TextArea",
      "Text",
      "Radio",
      "Dropdown",
      "ColorPicker",
      "Code",
      "HighlightedText",
      "HTML",
      "Markdown",
    ],
    number: ["Number", "Slider"],
    flag: ["Checkbox"],
    data: ["CheckboxGroup", "JSON", "Dataframe", "Plot", "Label", "Chatbot", "MultimodalTextbox", "Dialogue"],
    image: ["Image", "ImageEditor", "ImageSlider", "AnnotatedImage", "Gallery"],
    audio: ["Audio"],
    video: ["Video"],
    file: ["File", "Model3D"],
  },
  sizes: {
    Textbox: { input: 28, output: 64, grows: true, wide: false, fit: "text lines" },
    TextArea: { input: 64, output: 64, grows: true, wide: false, fit: "text lines" },
    Text: { input: 28, output: 64, grows: true, wide: false, fit: "text lines" },
    Number: { input: 28, output: 28, grows: false, wide: false, fit: undefined },
    Slider: { input: 28, output: 28, grows: false, wide: false, fit: undefined },
    Checkbox: { input: 28, output: 28, grows: false, wide: false, fit: undefined },
    CheckboxGroup: { input: 28, output: 28, grows: false, wide: false, fit: "choices" },
    Radio: { input: 28, output: 28, grows: false, wide: false, fit: "choices" },
    Dropdown: { input: 28, output: 28, grows: false, wide: false, fit: undefined },
    ColorPicker: { input: 28, output: 28, grows: false, wide: false, fit: undefined },
    Image: { input: 150, output: 150, grows: true, wide: false, fit: undefined },
    ImageEditor: { input: 230, output: 160, grows: true, wide: true, fit: undefined },
    ImageSlider: { input: 170, output: 170, grows: true, wide: true, fit: undefined },
    AnnotatedImage: { input: 190, output: 190, grows: true, wide: false, fit: undefined },
    Gallery: { input: 160, output: 170, grows: true, wide: false, fit: undefined },
    Audio: { input: 72, output: 56, grows: true, wide: false, fit: undefined },
    Video: { input: 170, output: 170, grows: true, wide: false, fit: undefined },
    File: { input: 64, output: 52, grows: true, wide: false, fit: undefined },
    Model3D: { input: 200, output: 200, grows: true, wide: false, fit: undefined },
    JSON: { input: 120, output: 120, grows: true, wide: false, fit: undefined },
    Code: { input: 130, output: 130, grows: true, wide: true, fit: "code lines" },
    Dataframe: { input: 180, output: 180, grows: true, wide: true, fit: undefined },
    Plot: { input: 210, output: 210, grows: true, wide: true, fit: undefined },
    Label: { input: 112, output: 112, grows: true, wide: false, fit: undefined },
    HighlightedText: { input: 84, output: 84, grows: true, wide: false, fit: undefined },
    HTML: { input: 110, output: 110, grows: true, wide: false, fit: undefined },
    Markdown: { input: 110, output: 110, grows: true, wide: false, fit: undefined },
    Chatbot: { input: 220, output: 220, grows: true, wide: true, fit: undefined },
    MultimodalTextbox: { input: 84, output: 84, grows: true, wide: false, fit: undefined },
    Dialogue: { input: 150, output: 130, grows: true, wide: true, fit: undefined },
  },
};

describe("The table of components", () => {
  it("has every component under its own name", () => {
    assert.deepEqual(
      componentSpecs.map(({ name }) => name),
      componentNames,
    );
  });

  it("is what docs/components.md says", () => {
    assert.equal(readFileSync(inRoot("docs/components.md"), "utf8"), componentsPage());
  });

  it("gives every component a family and a size in a card", () => {
    const { families, sizes } = expectedCards;
    for (const { name, card } of componentSpecs) {
      const family = familyOf(of(name));
      assert.ok(families[family].includes(name), `${name} is ${family}`);
      const { input, output, grows, wide = false, fit } = card;
      assert.deepEqual({ input, output, grows, wide, fit }, sizes[name], name);
    }
    assert.equal(Object.values(families).flat().length, componentNames.length);
  });

  for (const name of componentNames) {
    it(`gives ${name} an example that fits it, with its files where the table says`, () => {
      const { options = {}, files = 0 } = samples[name] ?? {};
      const component = of(name, options);
      const example = exampleValue(component);
      assert.notEqual(example, null);
      assert.equal(fits(component, example), undefined);
      const places = filePlaces(filesOf(component), example);
      assert.equal(places.length, files);
      for (const { file } of places)
        assert.match(file as string, /^data:[\w-]+\/[\w-]+;base64,[A-Za-z0-9+/]+=*$/);
    });

    it(`starts ${name} with a value that fits it`, () => {
      assert.equal(fits(of(name), initialValue(of(name))), undefined);
      assert.equal(fits(of(name), null), undefined);
    });

    if (name !== "JSON") {
      it(`refuses what is no value of ${name}`, () => {
        const wrong: Value = typeof exampleValue(of(name, samples[name]?.options)) === "number" ? [1] : 17.5;
        assert.match(
          fits(of(name, samples[name]?.options), wrong) ?? "",
          /^expects .*(number 17\.5|list of 1)/,
        );
      });
    }
  }
});

describe("What fits a component", () => {
  const cases: readonly [ComponentDescription, Value, string][] = [
    [of("Textbox"), 5, "expects text, but got the number 5"],
    [of("Number"), "5", 'expects a number, but got the text "5"'],
    [of("Checkbox"), "yes", 'expects true or false, but got the text "yes"'],
    [of("Radio", choices), "c", 'expects one of "a", "b", 3, but got the text "c"'],
    [
      of("Dropdown", { ...choices, multiselect: true }),
      "a",
      'expects a list of chosen values, but got the text "a"',
    ],
    [of("Image"), ["a.png"], "expects an image (a path), but got a list of 1"],
    [
      of("Gallery"),
      ["a.png"],
      'expects a list of images; item 1 should be an object with image, caption, but got the text "a.png"',
    ],
    [
      of("Dataframe"),
      { headers: ["a"] },
      "expects an object with headers, data, whose 'data' is missing in an object with headers",
    ],
    [of("File"), ["a"], "expects a file (a path), but got a list of 1"],
    [of("File", { fileCount: "multiple" }), "a", 'expects a list of files, but got the text "a"'],
    [
      of("Label"),
      { label: true },
      "expects an object with label, confidences, whose 'label' is to be text, but got true",
    ],
    [
      of("Chatbot"),
      [{ role: "bot", content: "hi" }],
      `expects a list of messages; item 1 should be an object with role, content, whose 'role' is to be one of "user", "assistant", "system", but got the text "bot"`,
    ],
  ];
  for (const [component, value, message] of cases) {
    it(`${component.component}: ${message.slice(0, 70)}`, () =>
      assert.equal(fits(component, value), message));
  }

  it("lets a choice be anything where there are no choices, or others are allowed", () => {
    assert.equal(fits(of("Dropdown"), "x"), undefined);
    assert.equal(fits(of("Dropdown", { choices: ["a"], allowCustomValue: true }), "x"), undefined);
  });

  it("takes files that the engine has taken in", () => {
    const file = { $file: "0".repeat(64), name: "a.png", mime: "image/png", size: 1 };
    assert.equal(fits(of("Image"), file), undefined);
    assert.equal(fits(of("Textbox"), file), "expects text, but got the file 'a.png'");
  });
});

describe("What an input starts with", () => {
  it("is its value, or what Gradio starts it with", () => {
    assert.equal(initialValue(of("Textbox")), "");
    assert.equal(initialValue(of("Textbox", { value: "a" })), "a");
    assert.equal(initialValue(of("Slider", { minimum: 3 })), 3);
    assert.equal(initialValue(of("Dropdown", choices)), "a");
    assert.deepEqual(initialValue(of("Dropdown", { ...choices, multiselect: true })), []);
    assert.equal(initialValue(of("Radio", choices)), null);
    assert.deepEqual(initialValue(of("Dataframe", { value: [["x", 1]] })), {
      headers: ["1", "2"],
      data: [["x", 1]],
    });
    assert.deepEqual(initialValue(of("Dataframe", { headers: ["name", "n", "x"], value: [["a", 1]] })), {
      headers: ["name", "n", "x"],
      data: [["a", 1]],
    });
    const table = of("Dataframe", { headers: ["name"], value: [["a"]] });
    assert.deepEqual(exampleValue(table), { headers: ["name"], data: [["a"]] });
    assert.deepEqual(initialValue(of("MultimodalTextbox", { value: "hi" })), { text: "hi", files: [] });
  });
});

describe("What an input starts with where its value is null", () => {
  it("is nothing, also where the component would start with something", () => {
    assert.equal(initialValue(of("Dropdown", { ...choices, value: null })), null);
    assert.equal(initialValue(of("Dropdown", { ...choices, multiselect: true, value: null })), null);
    assert.equal(initialValue(of("Textbox", { value: null })), null);
    assert.equal(initialValue(of("Dataframe", { headers: ["a"], value: null })), null);
    assert.equal(initialValue(of("ColorPicker", { value: null })), null);
  });

  it("is what Gradio starts it with where the component never stands empty", () => {
    assert.equal(initialValue(of("Slider", { minimum: 3, value: null })), 3);
    assert.equal(initialValue(of("Checkbox", { value: null })), false);
  });
});

describe("The family of a choice", () => {
  const family = (component: ComponentName, options: Readonly<Record<string, Json>>) =>
    familyOf(of(component, options));

  it("is that of its values", () => {
    assert.equal(family("Radio", { choices: [512, 768] }), "number");
    assert.equal(family("Radio", { choices: [["small", 512]] }), "number");
    assert.equal(family("Dropdown", { choices: [1, 2, 3] }), "number");
    assert.equal(family("Radio", { choices: ["1", "2"] }), "text");
    assert.equal(family("Radio", { choices: [["one", 1], "two"] }), "text");
    assert.equal(family("Radio", {}), "text");
  });

  it("is a list's where several can be chosen, and text where some can be typed", () => {
    assert.equal(family("Dropdown", { choices: [1, 2], multiselect: true }), "data");
    assert.equal(family("Dropdown", { choices: ["a"], multiselect: true }), "data");
    assert.equal(family("Dropdown", { choices: [1, 2], allowCustomValue: true }), "text");
    assert.equal(family("CheckboxGroup", { choices: [1, 2] }), "data");
  });
});

describe("Older and shorter forms", () => {
  const cases: readonly [ComponentName, Value, Value][] = [
    [
      "Gallery",
      ["a.png", ["b.mp4", "B"]],
      [
        { image: "a.png", caption: null },
        { video: "b.mp4", caption: "B" },
      ],
    ],
    ["Video", { video: "a.mp4", subtitles: null }, "a.mp4"],
    ["Video", { video: "a.mp4", subtitles: "a.srt" }, { video: "a.mp4", subtitles: "a.srt" }],
    [
      "Chatbot",
      [
        ["hi", null],
        [null, "hello"],
      ],
      [
        { role: "user", content: "hi" },
        { role: "assistant", content: "hello" },
      ],
    ],
    ["ImageEditor", "a.png", { background: "a.png", layers: [], composite: "a.png" }],
    ["Label", "cat", { label: "cat" }],
    ["Textbox", "text", "text"],
  ];
  for (const [name, old, documented] of cases) {
    it(`of ${name} become the documented one: ${JSON.stringify(old)}`, () => {
      assert.deepEqual(upgraded(of(name), old), documented);
      assert.deepEqual(upgraded(of(name), documented), documented);
    });
  }
});

describe("Options", () => {
  it("are documented for every component with a type", () => {
    for (const name of componentNames) {
      for (const [option, { type }] of Object.entries(specOf(name).options))
        assert.ok(type, `${name}.${option}`);
    }
  });
});
