/// <reference lib="dom" />
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { eventually } from "../support/eventually.ts";
import { startApp, type App } from "../support/gradio.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";

const headers = [
  '<meta http-equiv="refresh" content="0;url=https://example.org/">',
  "<img src=x onerror='window.hacked = 1'>",
  "<b>bold</b>",
];
/** What a browser would run if the page's policy let it. */
const script = "globalThis.hacked = 2;";
const hash = createHash("sha256").update(script).digest("hex");
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** A table with hostile headers, by a function and by a Gradio app, and a script as a result's file. */
const workflow = (url: string) => `import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FnNode, GradioNode, Graph, gr } from "daggr";

const headers = ${JSON.stringify(headers)};
const table = new FnNode(() => ({ headers, data: [["one", "two", "<i>three</i>"]] }), {
  inputs: {},
  outputs: { table: gr.Dataframe() },
});
const echoed = new GradioNode(${JSON.stringify(url)}, {
  apiName: "/dataframe",
  inputs: { value: table.table },
  outputs: { table: gr.Dataframe(), received: gr.Textbox() },
});
const files = new FnNode((_, { files }) => {
  const [evil, picture] = [join(files, "evil.js"), join(files, "pixel.png")];
  writeFileSync(evil, ${JSON.stringify(script)});
  writeFileSync(picture, Buffer.from("${pixel}", "base64"));
  return { evil, picture };
}, { inputs: {}, outputs: { evil: gr.File(), picture: gr.Image() } });
const markdown = new FnNode(() => "> ".repeat(20_000), { inputs: {}, outputs: { text: gr.Markdown() } });
const fine = new FnNode(() => "all is well", { inputs: {}, outputs: { text: gr.Textbox() } });
export default new Graph({ name: "Hostile", nodes: [echoed, files, markdown, fine] });
`;

describe("results that attack the canvas", function () {
  this.timeout(180_000);
  let app: App;
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    app = await startApp("components");
    workbench = await Workbench.open({ workspace: { "workflow.ts": workflow(app.url) } });
    await workbench.openFile("workflow.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.card("table").waitFor();
    await canvas
      .button(/^Run all/)
      .first()
      .click();
    await canvas.state("echoed", /\d (ms|s)$/);
    await canvas.state("markdown", /\d (ms|s)$/);
  });
  after(async () => {
    await workbench?.close();
    await app?.stop();
  });

  async function titlesAreText(node: string): Promise<void> {
    await canvas.find(node);
    const titles = canvas.card(node).locator(".tabulator-col-title");
    await eventually(`the titles of ${node} are shown`, async () =>
      assert.deepEqual(
        (await titles.allInnerTexts()).map((title) => title.trim()),
        headers,
      ),
    );
    assert.equal(
      await canvas.frame.locator(":is(.tabulator-col-title, .tabulator-cell) :is(meta, img, b, i)").count(),
      0,
    );
  }

  const hacked = () => canvas.frame.evaluate(() => (window as unknown as { hacked?: unknown }).hacked);

  it("are shown as text: titles of tables of a function and of an app", async () => {
    await titlesAreText("table");
    await titlesAreText("echoed");
    assert.equal(await hacked(), undefined);
  });

  it("run no script that lies in the media folder", async () => {
    await canvas.find("files");
    await canvas.card("files").getByText("evil.js").waitFor();
    const picture = canvas.card("files").locator("img");
    await eventually("the media folder can be read", async () =>
      assert.equal(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth), 1),
    );
    const [root] = (await picture.getAttribute("src"))!.split(/\/[0-9a-f]{2}\/[0-9a-f]{64}\//);
    const refused = await canvas.frame.evaluate(
      async (address) => {
        const blocked: string[] = [];
        document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
          if (blockedURI === new URL(address).href) blocked.push(effectiveDirective);
        });
        for (const type of ["text/javascript", "module"]) {
          const element = document.createElement("script");
          await new Promise((resolve) => {
            Object.assign(element, { type, src: address, onerror: resolve, onload: resolve });
            document.head.append(element);
          });
        }
        await import(address).catch(() => {});
        return blocked;
      },
      `${root}/${hash.slice(0, 2)}/${hash}/evil.js`,
    );
    assert.deepEqual([...new Set(refused)], ["script-src-elem"]);
    assert.equal(await hacked(), undefined);
  });

  it("are shown as broken where their view fails, and can be deleted; the rest of the canvas works", async () => {
    await canvas.find("markdown");
    await canvas
      .card("markdown")
      .getByText(/^This result cannot be shown: /)
      .waitFor();
    await canvas.find("fine");
    await canvas.run("fine");
    await canvas.card("fine").getByText("all is well").waitFor();
  });

  it("are the same after the window was loaded again", async () => {
    await workbench.reload();
    canvas = new CanvasPage(await workbench.canvas());
    await titlesAreText("table");
    await titlesAreText("echoed");
    await canvas.find("markdown");
    const card = canvas.card("markdown");
    await card.getByText("Delete this result").click();
    await card.getByText("no text yet").waitFor();
    await canvas.frame.getByRole("button", { name: "Undo", exact: true }).click();
    await card.getByText(/^This result cannot be shown: /).waitFor();
    assert.equal(await hacked(), undefined);
  });
});
