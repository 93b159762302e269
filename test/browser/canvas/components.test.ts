import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { ComponentName } from "../../../src/runtime/components/names.ts";
import { componentNames } from "../../../src/runtime/components/names.ts";
import { componentSamples } from "../../../webview/dev/component-samples.ts";
import { eventually } from "../../support/eventually.ts";
import { startCanvasPages, type CanvasPage, type CanvasPages } from "./page.ts";

/** Looks at a result in its card. */
type Shows = (card: Locator, page: Page) => Promise<void>;
/** Gives a value as a person does. */
type Sets = (card: Locator, page: Page) => Promise<void>;

const showsText =
  (text: string | RegExp): Shows =>
  (card) =>
    card.getByText(text).first().waitFor();

const drop =
  (...files: readonly { name: string; type: string; text: string }[]): Sets =>
  async (card, page) => {
    const data = await page.evaluateHandle(
      (list) => {
        const transfer = new DataTransfer();
        for (const { name, type, text } of list) transfer.items.add(new File([text], name, { type }));
        return transfer;
      },
      files as { name: string; type: string; text: string }[],
    );
    await card.locator(".drop, .multimodal").first().dispatchEvent("drop", { dataTransfer: data });
  };

const type =
  (text: string, selector: string): Sets =>
  async (card) => {
    await card.locator(selector).first().fill(text);
  };

const picture = { name: "a.png", type: "image/png", text: "not really a picture" };

const loads = async (
  card: Locator,
  selector: string,
  width: "naturalWidth" | "clientWidth" = "clientWidth",
) => {
  await card.locator(selector).first().waitFor();
  await eventually(`${selector} has a width`, async () => {
    const size = await card
      .locator(selector)
      .first()
      .evaluate((element, field) => (element as unknown as Record<string, number>)[field], width);
    assert.ok(size !== undefined && size > 0);
  });
};

const showsPicture: Shows = (card) => loads(card, "img", "naturalWidth");

/** For every component: how its result looks. */
const shows: Readonly<Record<ComponentName, Shows>> = {
  Textbox: showsText("The quick brown fox"),
  TextArea: showsText("of text"),
  Text: showsText("Plain text"),
  Number: showsText("42.195"),
  Slider: showsText("3.5"),
  Checkbox: showsText("yes"),
  CheckboxGroup: async (card) =>
    assert.deepEqual(await card.locator("ul li").allTextContents(), ["Wide", "Tall"]),
  Radio: showsText("Square"),
  Dropdown: showsText("Tall"),
  ColorPicker: showsText("#d79a4a"),
  Image: showsPicture,
  ImageEditor: showsPicture,
  ImageSlider: async (card, page) => {
    await loads(card, "img.before", "naturalWidth");
    const before = await card.locator("img.before").evaluate((image) => getComputedStyle(image).clipPath);
    await card.locator("input[type=range]").focus();
    for (let press = 0; press < 20; press += 1) await page.keyboard.press("ArrowRight");
    assert.notEqual(
      await card.locator("img.before").evaluate((image) => getComputedStyle(image).clipPath),
      before,
    );
  },
  AnnotatedImage: async (card) => {
    await showsPicture(card, card.page());
    const label = card.getByRole("button", { name: "cheetah" });
    await label.click();
    assert.equal(await label.getAttribute("aria-pressed"), "true");
  },
  Gallery: async (card) => {
    await loads(card, "li:nth-child(3) img", "naturalWidth");
    assert.equal(await card.locator("li").count(), 3);
    await card.getByText("fjord").waitFor();
  },
  Audio: async (card) => {
    await card.getByText("0:07").waitFor();
    // The waveform is drawn from the file's own samples.
    await eventually("the waveform is drawn", async () => {
      const canvases = await card
        .locator(".wave")
        .evaluate((wave) => wave.querySelector("div")?.shadowRoot?.querySelectorAll("canvas").length);
      assert.ok(canvases);
    });
  },
  Video: (card) => loads(card, "video"),
  File: async (card) => {
    await card.getByText("notes.txt").waitFor();
    await card.getByText("136 B").waitFor();
  },
  Model3D: (card) => loads(card, ".model canvas"),
  JSON: async (card) => {
    await card.getByText('"Episode 12"').waitFor();
    await card.getByRole("button", { name: "Close guests" }).click();
    await card.getByText('"Ada"').waitFor({ state: "detached" });
  },
  Code: async (card) => {
    await card.getByText("greet").first().waitFor();
    // Highlighting comes with the language, a moment later.
    await card.locator(".cm-line span", { hasText: "def" }).first().waitFor();
  },
  Dataframe: async (card) => {
    await card.getByText("item 3", { exact: true }).waitFor();
    await card.getByText("40 × 3").waitFor();
    await card.getByRole("columnheader", { name: "price" }).click();
    await card.getByRole("columnheader", { name: "price" }).click();
    await card.getByText("item 39", { exact: true }).waitFor();
  },
  Plot: (card) => loads(card, "svg.main-svg"),
  Label: async (card) => {
    await card.getByText("87 %").waitFor();
    await card.getByText("leopard").waitFor();
  },
  HighlightedText: async (card) =>
    assert.deepEqual(await card.locator("mark").allTextContents(), ["Ada Lovelaceperson", "Londonplace"]),
  HTML: async (card) => {
    const frame = card.frameLocator("iframe");
    await frame.getByText("From a Space, without scripts.").waitFor();
    const colour = await frame.getByRole("heading").evaluate((heading) => getComputedStyle(heading).color);
    assert.equal(colour, "rgb(0, 128, 128)");
  },
  Markdown: async (card) => {
    await card.getByRole("heading", { name: "Notes" }).waitFor();
    assert.equal(await card.locator(".markdown li").count(), 2);
  },
  Chatbot: async (card) => {
    await card.locator("article.user", { hasText: "Which cat" }).waitFor();
    await card.locator("article.assistant strong", { hasText: "cheetah" }).waitFor();
    await card.getByText("Used a tool").waitFor();
  },
  MultimodalTextbox: async (card) => {
    await card.getByText("What is in this picture?").waitFor();
    await showsPicture(card, card.page());
  },
  Dialogue: async (card) => {
    await card.getByText("Hello, and welcome back.").waitFor();
    await card.getByText("Guest").waitFor();
  },
};

interface Editing {
  readonly set: Sets;
  /** Whether the value that the host is told is the one that was given. */
  readonly told: (value: unknown) => void;
}

const equal = (expected: unknown) => (value: unknown) => assert.deepEqual(value, expected);
const isFile = (name: string) => (value: unknown) => assert.equal((value as { name: string }).name, name);
const isList = (length: number) => (value: unknown) => assert.equal((value as unknown[]).length, length);

/** For every component that Gradio takes as an input: how a person gives a value. */
const edits: Readonly<Partial<Record<ComponentName, Editing>>> = {
  Textbox: { set: type("hello", "input"), told: equal("hello") },
  TextArea: { set: type("two\nlines", "textarea"), told: equal("two\nlines") },
  Text: { set: type("hello", "input"), told: equal("hello") },
  Number: { set: type("2.5", "input"), told: equal(2.5) },
  Slider: {
    set: async (card, page) => {
      await card.locator("input[type=range]").focus();
      await page.keyboard.press("ArrowRight");
    },
    told: equal(0.5),
  },
  Checkbox: { set: (card) => card.getByRole("checkbox").click(), told: equal(true) },
  CheckboxGroup: { set: (card) => card.getByText("Square").click(), told: equal(["Square"]) },
  Radio: { set: (card) => card.getByText("Tall").click(), told: equal("Tall") },
  Dropdown: {
    set: async (card) => {
      await card.locator("vscode-dropdown").click();
      await card.getByRole("option", { name: "Square" }).click();
    },
    told: equal("Square"),
  },
  ColorPicker: { set: (card) => card.locator("input[type=color]").fill("#123456"), told: equal("#123456") },
  Image: { set: drop(picture), told: isFile("a.png") },
  ImageEditor: {
    set: async (card, page) => {
      await card.getByText("Start on white paper").click();
      const paper = card.locator("canvas");
      await paper.waitFor();
      await eventually("the paper has its size", async () =>
        assert.equal(await paper.evaluate((element) => (element as HTMLCanvasElement).width), 800),
      );
      const box = await paper.boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + 40, box.y + 40);
      await page.mouse.down();
      await page.mouse.move(box.x + 90, box.y + 60, { steps: 4 });
      await page.mouse.up();
    },
    told: (value) => {
      const { background, layers, composite } = value as {
        background: unknown;
        layers: unknown[];
        composite: { size: number };
      };
      assert.equal(background, null);
      assert.equal(layers.length, 1);
      assert.ok(composite.size > 100);
    },
  },
  ImageSlider: { set: drop(picture, { ...picture, name: "b.png" }), told: isList(2) },
  Gallery: { set: drop(picture, { ...picture, name: "b.png" }), told: isList(2) },
  Audio: { set: drop({ name: "a.wav", type: "audio/wav", text: "RIFF" }), told: isFile("a.wav") },
  Video: { set: drop({ name: "a.mp4", type: "video/mp4", text: "video" }), told: isFile("a.mp4") },
  File: {
    set: drop(
      { name: "a.txt", type: "text/plain", text: "one" },
      { name: "b.txt", type: "text/plain", text: "two" },
    ),
    told: isList(2),
  },
  Model3D: { set: drop({ name: "a.obj", type: "", text: "v 0 0 0" }), told: isFile("a.obj") },
  JSON: { set: type('{"a": [1, 2]}', "textarea"), told: equal({ a: [1, 2] }) },
  Code: {
    set: async (card, page) => {
      await card.locator(".cm-content").click();
      await page.keyboard.type("x = 1");
    },
    told: equal("x = 1"),
  },
  Dataframe: {
    set: async (card, page) => {
      await card.getByText("Add a row").click();
      await card.locator(".tabulator-cell").first().click();
      await page.keyboard.type("plum");
      await page.keyboard.press("Enter");
    },
    told: (value) => {
      const { data } = value as { data: unknown[][] };
      assert.ok(data.some(([first]) => first === "plum"));
    },
  },
  HighlightedText: {
    set: async (card, page) => {
      await card.locator("textarea").fill("I met [Ada](person)");
      await page.keyboard.press("Tab");
    },
    told: equal([
      { token: "I met ", class_or_confidence: null },
      { token: "Ada", class_or_confidence: "person" },
    ]),
  },
  MultimodalTextbox: {
    set: drop(picture),
    told: (value) => isList(1)((value as { files: unknown[] }).files),
  },
  Dialogue: {
    set: async (card) => {
      await card.getByText("Add a line").click();
      await card.locator("vscode-text-field input").fill("Hello!");
    },
    told: equal([{ speaker: "Host", text: "Hello!" }]),
  },
};

describe("components on the canvas", function () {
  this.timeout(60_000);
  let pages: CanvasPages;
  let canvas: CanvasPage;

  before(async () => {
    pages = await startCanvasPages();
  });
  after(() => pages.close());
  afterEach(() => canvas.page.close());

  for (const name of componentNames) {
    it(`shows the result of ${name}`, async () => {
      canvas = await pages.open(`component-${name}`, { width: 1000, height: 640 });
      await shows[name](canvas.card("show"), canvas.page);
      assert.deepEqual(canvas.problems, []);
    });

    const editing = edits[name];
    it(editing ? `sets ${name}` : `offers no ${name} as an input`, async () => {
      canvas = await pages.open(`component-${name}`, { width: 1000, height: 640 });
      const { input } = componentSamples[name];
      assert.equal(input, editing !== undefined);
      if (!editing) return;
      await editing.set(canvas.card("show.value"), canvas.page);
      await eventually(`the host is told the value of ${name}`, async () => {
        const told = (await canvas.intents()).filter((intent) => intent.type === "set-input");
        assert.ok(told.length > 0, "nothing was told");
        editing.told(told.at(-1)?.value);
      });
      assert.deepEqual(canvas.problems, []);
    });
  }

  it("runs no script and loads nothing that a result brings along", async () => {
    canvas = await pages.open("component-HTML", { width: 1000, height: 640 });
    const asked: string[] = [];
    canvas.page.on("request", (request) => asked.push(request.url()));
    await canvas.page.evaluate(() => {
      const evil =
        '<img src="https://example.org/x.png" onerror="top.hacked = 1"><script>top.hacked = 2</script><a href="javascript:top.hacked=3">x</a>';
      window.host.emit({ type: "node", node: "show", state: { outputs: { result: evil } } });
    });
    await canvas.card("show").frameLocator("iframe").getByText("x", { exact: true }).waitFor();
    assert.equal(
      await canvas.page.evaluate(() => (window as unknown as { hacked?: unknown }).hacked),
      undefined,
    );
    assert.deepEqual(
      asked.filter((url) => url.includes("example.org") && !url.startsWith("data:")),
      [],
    );
  });
});
