import assert from "node:assert/strict";
import { eventually } from "../../support/eventually.ts";
import { Workbench } from "../../support/workbench.ts";
import { CanvasPage, hasValue } from "../canvas-page.ts";

const workflow = `import { FnNode, Graph, gr } from "daggr";

const first = new FnNode(({ text }) => text.trim(), {
  inputs: { text: gr.Textbox({ label: "Text", value: " a " }) },
  outputs: { trimmed: gr.Textbox() },
});

const second = new FnNode(({ trimmed }) => trimmed.toUpperCase(), {
  inputs: { trimmed: first.trimmed },
  outputs: { loud: gr.Textbox() },
});

export default new Graph({ name: "Both", nodes: [second] });
`;

describe("code and canvas together", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    workbench = await Workbench.open({ workspace: { "both.ts": workflow } });
    await workbench.openFile("both.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.inPlace("first", "second");
    await canvas.fit();
  });
  after(() => workbench?.close());

  const lines = (text: string) => workbench.page.locator(".editor-instance .view-line", { hasText: text });
  const litLines = () => workbench.page.locator('.view-overlays [class*="ced-"]');
  const lit = (node: string) => canvas.card(node).locator(".card.lit");

  it("lights up the card of the node under the cursor", async () => {
    await lines("toUpperCase").click();
    await lit("second").waitFor();
    await lines("trim()").click();
    await lit("first").waitFor();
    assert.equal(await lit("second").count(), 0);
  });

  it("lights up the code of the node under the pointer, and only as long", async () => {
    await canvas.card("second").hover();
    await litLines().first().waitFor({ state: "attached" });
    const code = await lines("const second").boundingBox();
    const light = await litLines().first().boundingBox();
    assert.ok(code && light && Math.abs(code.y - light.y) < 4, "the line where the node is made");
    await workbench.page.locator(".statusbar").hover();
    await litLines().first().waitFor({ state: "detached" });
  });

  it("goes from a card's name to the line where the node is made", async () => {
    await canvas.card("second").getByRole("button", { name: "second", exact: true }).click();
    await workbench.page
      .locator(".statusbar")
      .getByText(/^Ln 8,/)
      .waitFor();
  });

  it("keeps the cards in their places, and what was typed, when another node is renamed", async () => {
    const input = canvas.card("first.text").locator("input");
    await input.fill("kept");
    const before = await canvas.card("first").boundingBox();
    await workbench.replaceText(workflow.replaceAll("second", "third"));
    await canvas.card("third").waitFor();
    await canvas.card("second").waitFor({ state: "detached" });
    await hasValue(input, "kept");
    assert.deepEqual(await canvas.card("first").boundingBox(), before);
  });

  it("lights up after the redraw as before", async () => {
    await lines("toUpperCase").click();
    await lit("third").waitFor();
    await eventually("only one card is lit", async () =>
      assert.equal(await canvas.frame.locator(".card.lit").count(), 1),
    );
  });
});
