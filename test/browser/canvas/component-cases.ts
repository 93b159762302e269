/// <reference lib="dom" />
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { ComponentName } from "../../../src/runtime/components/description.ts";
import { eventually } from "../../support/eventually.ts";
import { clip, dropFiles, picture, pictureInfo, sample, text, type GivenFile } from "./given-files.ts";

export interface ComponentCase {
  /** The options of the component, as written in the workflow. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Enters a value as a person does. Left out if Gradio has no such input; then the endpoint makes a value from a text. */
  readonly set?: (card: Locator, page: Page) => Promise<void>;
  /** What the app reports about the value that it received. */
  readonly received?: unknown;
  /** Checks the result in its card. */
  readonly shows: (card: Locator, page: Page) => Promise<void>;
}

/** The text from which the endpoints of output-only components make their value. */
export const madeOf = "cheetah";

const shows = (words: string | RegExp) => (card: Locator) => card.getByText(words).first().waitFor();
const types = (words: string, selector: string) => (card: Locator) =>
  card.locator(selector).first().fill(words);
const drops =
  (...files: readonly GivenFile[]) =>
  (card: Locator) =>
    dropFiles(card.locator(".drop, .multimodal").first(), files);

/** Waits until a picture has loaded, or another element has been laid out. */
async function loads(
  card: Locator,
  selector: string,
  width: "naturalWidth" | "clientWidth" | "videoWidth" = "naturalWidth",
): Promise<void> {
  await eventually(`${selector} has its ${width}`, async () => {
    const size = await card
      .locator(selector)
      .first()
      .evaluate((element, field) => (element as unknown as Record<string, number>)[field], width);
    assert.ok(size !== undefined && size > 0, `${selector} has the ${width} ${size}`);
  });
}

const choices = ["Wide", "Square", "Tall"];

export const componentCases: Readonly<Record<ComponentName, ComponentCase>> = {
  Textbox: {
    set: types("hello", "input"),
    received: "hello",
    shows: async (card) =>
      assert.equal(await card.getByLabel("result of Textbox", { exact: true }).innerText(), "hello"),
  },
  TextArea: { set: types("two\nlines", "textarea"), received: "two\nlines", shows: shows(/^\s*two\s+lines/) },
  Text: { set: types("some text", "input"), received: "some text", shows: shows("some text") },
  Number: { set: types("2.5", "input"), received: 2.5, shows: shows("2.5") },
  Slider: {
    options: { minimum: 0, maximum: 10, step: 0.5 },
    set: async (card, page) => {
      await card.locator("input[type=range]").focus();
      await page.keyboard.press("ArrowRight");
    },
    received: 0.5,
    shows: async (card) => {
      await card.locator("output", { hasText: "0.5" }).waitFor();
      assert.equal(await card.locator("input[type=range]").isDisabled(), true);
    },
  },
  Checkbox: { set: (card) => card.getByRole("checkbox").click(), received: true, shows: shows("yes") },
  CheckboxGroup: {
    options: { choices },
    set: async (card) => {
      await card.getByText("Tall").click();
      await card.getByText("Wide").click();
    },
    received: ["Wide", "Tall"],
    shows: async (card) => assert.deepEqual(await card.locator("li").allTextContents(), ["Wide", "Tall"]),
  },
  Radio: {
    options: { choices },
    set: (card) => card.getByText("Tall").click(),
    received: "Tall",
    shows: shows("Tall"),
  },
  Dropdown: {
    options: { choices },
    set: async (card) => {
      await card.locator("vscode-dropdown").click();
      await card.getByRole("option", { name: "Square" }).click();
    },
    received: "Square",
    shows: shows("Square"),
  },
  ColorPicker: {
    set: (card) => card.locator("input[type=color]").fill("#123456"),
    received: "#123456",
    shows: shows("#123456"),
  },
  Image: {
    set: drops(picture("a.png")),
    received: pictureInfo("a.png"),
    shows: (card) => loads(card, "img"),
  },
  ImageEditor: {
    set: async (card, page) => {
      await card.getByText("Start on white paper").click();
      const paper = card.locator("canvas");
      await eventually("the paper has its size", async () =>
        assert.equal(await paper.evaluate((element) => (element as HTMLCanvasElement).width), 800),
      );
      const box = await paper.boundingBox();
      assert.ok(box);
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2 + 40, box.y + box.height / 2 + 20, { steps: 4 });
      await page.mouse.up();
      await card.locator(".editor[aria-busy=true]").waitFor();
      await card.locator(".editor[aria-busy=false]").waitFor();
    },
    received: { layers: [true], size: [800, 800], corner: [255, 255, 255] },
    shows: (card) => loads(card, "img"),
  },
  ImageSlider: {
    set: drops(picture("a.png"), picture("b.png")),
    received: [pictureInfo("a.png"), pictureInfo("b.png")],
    shows: async (card, page) => {
      await loads(card, "img.before");
      await loads(card, "img:not(.before)");
      const cut = () => card.locator("img.before").evaluate((image) => getComputedStyle(image).clipPath);
      const before = await cut();
      await card.locator("input[type=range]").focus();
      for (let press = 0; press < 5; press += 1) await page.keyboard.press("ArrowRight");
      assert.notEqual(await cut(), before);
    },
  },
  AnnotatedImage: {
    shows: async (card) => {
      await loads(card, "img");
      const label = card.getByRole("button", { name: "left half" });
      await label.click();
      assert.equal(await label.getAttribute("aria-pressed"), "true");
    },
  },
  Gallery: {
    set: drops(picture("a.png"), picture("b.png")),
    received: [pictureInfo("a.png"), pictureInfo("b.png")],
    shows: async (card) => {
      await loads(card, "li:nth-child(2) img");
      await card.getByText("picture 2").waitFor();
    },
  },
  Audio: {
    set: drops(sample("guest.wav")),
    received: { rate: 8000, samples: 32_000 },
    shows: async (card) => {
      await card.getByText("0:04").waitFor();
      // The waveform is drawn from the file's own samples.
      await eventually("the waveform is drawn", async () => {
        const canvases = await card
          .locator(".wave")
          .evaluate((wave) => wave.querySelector("div")?.shadowRoot?.querySelectorAll("canvas").length);
        assert.ok(canvases);
      });
    },
  },
  Video: {
    set: drops(clip),
    received: clip.bytes.length,
    shows: (card) => loads(card, "video", "videoWidth"),
  },
  File: {
    options: { fileCount: "multiple" },
    set: drops(text("one.txt", "one"), text("three.txt", "three")),
    received: [3, 5],
    shows: async (card) => {
      await card.getByText("three.txt").waitFor();
      await card.getByText("5 B").waitFor();
      // Nothing lies over the tools of a file, and they are there once.
      for (const name of ["one.txt", "three.txt"])
        await card.getByRole("button", { name: `Save ${name} as…` }).click({ trial: true });
    },
  },
  Model3D: {
    set: drops(sample("cube.obj")),
    received: sample("cube.obj").bytes.length,
    shows: (card) => loads(card, ".model canvas", "clientWidth"),
  },
  JSON: {
    set: types('{"title": "Episode 12", "guests": ["Ada", "Grace"]}', "textarea"),
    received: { title: "Episode 12", guests: ["Ada", "Grace"] },
    shows: async (card) => {
      await card.getByText('"Episode 12"').first().waitFor();
      await card.getByText('"Ada"', { exact: true }).waitFor();
      await card.getByRole("button", { name: "Close guests" }).click();
      await card.getByText('"Ada"', { exact: true }).waitFor({ state: "detached" });
    },
  },
  Code: {
    options: { language: "python" },
    set: async (card, page) => {
      await card.locator(".cm-content").click();
      await page.keyboard.type("def f(x): return x");
    },
    received: "def f(x): return x",
    // Highlighting appears a moment later, when the language has loaded.
    shows: (card) => card.locator(".cm-line span", { hasText: "def" }).first().waitFor(),
  },
  Dataframe: {
    options: { headers: ["name", "price"] },
    set: async (card, page) => {
      for (const [cell, words] of [
        [0, "plum"],
        [1, "2.5"],
      ] as const) {
        await card.locator(".tabulator-cell").nth(cell).click();
        await page.keyboard.type(words);
        await page.keyboard.press("Enter");
      }
      await card.getByText("Add a row").click();
      await card.locator(".tabulator-cell").nth(2).click();
      await page.keyboard.type("apple");
      await page.keyboard.press("Enter");
    },
    received: {
      headers: ["name", "price"],
      data: [
        ["plum", "2.5"],
        ["apple", null],
      ],
    },
    shows: async (card) => {
      const first = card.locator(".tabulator-row").first();
      await first.getByText("plum").waitFor();
      await card.getByText("2 × 2").waitFor();
      await card.getByRole("columnheader", { name: "name" }).click();
      await first.getByText("apple").waitFor();
    },
  },
  Plot: {
    shows: async (card) => {
      await loads(card, "svg.main-svg", "clientWidth");
      await card.getByText(madeOf).first().waitFor();
    },
  },
  Label: {
    shows: async (card) => {
      await card.getByText("87 %").waitFor();
      await card.getByText("leopard").waitFor();
    },
  },
  HighlightedText: {
    set: async (card, page) => {
      await card.locator("textarea").fill("I met [Ada](person)");
      await page.keyboard.press("Tab");
    },
    received: [
      ["I met ", null],
      ["Ada", "person"],
    ],
    shows: async (card) => assert.deepEqual(await card.locator("mark").allTextContents(), ["Adaperson"]),
  },
  HTML: {
    shows: async (card) => {
      const heading = card.frameLocator("iframe").getByRole("heading", { name: madeOf });
      await heading.waitFor();
      assert.equal(await heading.evaluate((element) => getComputedStyle(element).color), "rgb(0, 128, 128)");
    },
  },
  Markdown: {
    shows: async (card) => {
      await card.getByRole("heading", { name: madeOf }).waitFor();
      assert.deepEqual(await card.locator(".markdown li").allTextContents(), ["one", "two"]);
    },
  },
  Chatbot: {
    shows: async (card) => {
      await card.locator("article.user", { hasText: madeOf }).waitFor();
      await card.locator("article.assistant strong", { hasText: madeOf }).waitFor();
      await card.getByText("Looked it up").waitFor();
    },
  },
  MultimodalTextbox: {
    set: async (card) => {
      await dropFiles(card.locator(".multimodal"), [picture("a.png")]);
      await card.getByText("a.png").waitFor();
      await card.locator("textarea").fill("What is this?");
    },
    received: { text: "What is this?", files: [picture("a.png").bytes.length] },
    shows: async (card) => {
      await card.getByText("What is this?", { exact: true }).waitFor();
      await loads(card, "img");
    },
  },
  Dialogue: {
    options: { speakers: ["Host", "Guest"] },
    set: async (card) => {
      await card.getByText("Add a line").click();
      await card.locator("vscode-text-field input").fill("Hello!");
      await card.getByText("Add a line").click();
      await card.locator("vscode-text-field input").nth(1).fill("Good evening.");
    },
    received: [
      { speaker: "Host", text: "Hello!" },
      { speaker: "Guest", text: "Good evening." },
    ],
    shows: async (card) => {
      await card.getByText("Guest", { exact: true }).waitFor();
      await card.getByText("Good evening.", { exact: true }).waitFor();
    },
  },
};
