/// <reference lib="dom" />
import assert from "node:assert/strict";
import { eventually } from "../../support/eventually.ts";
import { Workbench } from "../../support/workbench.ts";
import { CanvasPage } from "../canvas-page.ts";

const workflow = `import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FnNode, Graph, gr } from "daggr";

const table = new FnNode(
  ({ rows }: { rows: number }) => ({
    headers: ["number", "square", "word"],
    data: Array.from({ length: rows }, (_, row) => [row, row * row, "row " + row]),
  }),
  { name: "table", inputs: { rows: 100_000 }, outputs: { table: gr.Dataframe() } },
);

const json = new FnNode(
  ({ count }: { count: number }) => Array.from({ length: count }, (_, index) => ({ index, text: "x".repeat(80) })),
  { name: "json", inputs: { count: 50_000 }, outputs: { data: gr.JSON({ open: true }) } },
);

const words = new FnNode(
  ({ count }: { count: number }) => Array.from({ length: count }, (_, index) => "word " + index),
  { name: "words", inputs: { count: 10_000 }, outputs: { list: gr.JSON({ open: true }) } },
);

const text = new FnNode(
  ({ length }: { length: number }) => "lorem ipsum ".repeat(length / 12),
  { name: "text", inputs: { length: 5_000_000 }, outputs: { text: gr.Textbox() } },
);

/** A bitmap, which needs no library: a header of 54 bytes, then three bytes for each pixel. */
const image = new FnNode(
  ({ side }: { side: number }, { files }) => {
    const bytes = Buffer.alloc(54 + side * side * 3, 0x7f);
    bytes.fill(0, 0, 54);
    bytes.write("BM");
    bytes.writeUInt32LE(bytes.length, 2);
    for (const [offset, word] of [[10, 54], [14, 40], [18, side], [22, side], [26, 1 + 24 * 65_536]]) bytes.writeUInt32LE(word, offset);
    const path = join(files, "large.bmp");
    writeFileSync(path, bytes);
    return path;
  },
  { name: "image", inputs: { side: 4096 }, outputs: { image: gr.Image() } },
);

const small = new FnNode(({ word }) => word.toUpperCase(), {
  name: "small",
  inputs: { word: gr.Textbox({ label: "Word" }) },
  outputs: { loud: gr.Textbox() },
});

export default new Graph({ name: "Large", nodes: [table, json, words, text, image, small] });
`;

describe("large values on the canvas", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    workbench = await Workbench.open({ workspace: { "large.ts": workflow } });
    await workbench.openFile("large.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.frame.locator(".svelte-flow__node").first().waitFor();
  });
  after(() => workbench?.close());

  async function run(node: string) {
    await canvas.find(node);
    await canvas.run(node);
    await canvas.state(node, /\d (ms|s)$/);
    return canvas.card(node);
  }
  const scrollToEnd = (element: Element) => (element.scrollTop = element.scrollHeight);

  it("draws of 100,000 rows those in view, and scrolls to the last", async () => {
    const card = await run("table");
    await card.getByText("100,000 × 3").waitFor();
    const rows = card.locator(".tabulator-row");
    await rows.first().waitFor();
    assert.ok((await rows.count()) < 100, `${await rows.count()} rows are drawn`);
    await eventually("the last row is in view", async () => {
      await card.locator(".tabulator-tableholder").evaluate(scrollToEnd);
      await card.getByText("row 99999", { exact: true }).waitFor({ timeout: 1000 });
    });
    assert.ok((await rows.count()) < 100, `${await rows.count()} rows are drawn at the end`);
  });

  for (const [node, what, last] of [
    ["json", "5 MB of JSON", "49999:"],
    ["words", "a list of 10,000", "9999:"],
  ] as const) {
    it(`draws of ${what} the lines in view, and scrolls to the last`, async () => {
      const card = await run(node);
      const lines = card.getByRole("treeitem");
      await lines.first().waitFor();
      assert.ok((await lines.count()) < 100, `${await lines.count()} lines are drawn`);
      await card.getByRole("tree").evaluate(scrollToEnd);
      // Of the list's last entry all that is in it comes after it.
      await card.getByRole("tree").evaluate((tree) => (tree.scrollTop -= 60));
      await card.getByText(last, { exact: true }).waitFor();
      assert.ok((await lines.count()) < 100, `${await lines.count()} lines are drawn at the end`);
    });
  }

  it("draws the beginning of a long text, and says how much more there is", async () => {
    const card = await run("text");
    await card.getByText(/4,[\d,]+ characters more/).waitFor();
    const drawn = (await card.getByLabel("text of text", { exact: true }).innerText()).length;
    assert.ok(drawn < 110_000, `${drawn} characters are drawn`);
  });

  it("loads an image of 50 MB as a file of its own, not through a message", async () => {
    const card = await run("image");
    const picture = card.locator("img");
    await eventually("the image is shown", async () =>
      assert.equal(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth), 4096),
    );
    assert.match((await picture.getAttribute("src")) ?? "", /^https?:.*\/large\.bmp$/);
  });

  it("sends nothing of them again when something else changes, or when the editor gets the focus and gives it back", async () => {
    await canvas.frame.evaluate(() => {
      const sent: number[] = [];
      Object.assign(globalThis, { sent });
      addEventListener("message", ({ data }) => sent.push(JSON.stringify(data).length));
    });
    await canvas.find("Word");
    await canvas.card("small.word").locator("input").fill("quick");
    const card = await run("small");
    await eventually("the result is shown", async () =>
      assert.equal(await card.getByLabel("loud of small", { exact: true }).innerText(), "QUICK"),
    );
    await workbench.page.locator(".monaco-editor .view-lines").first().click();
    await canvas.find("Word");
    await canvas.card("small.word").locator("input").fill("slow");
    await run("small");
    const sent = await canvas.frame.evaluate(() => (globalThis as unknown as { sent: number[] }).sent);
    assert.ok(sent.length > 2);
    assert.ok(Math.max(...sent) < 100_000, `messages of ${sent.join(", ")} characters were sent`);
  });
});
