/// <reference lib="dom" />
import assert from "node:assert/strict";
import { readFile, rename } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { eventually } from "../../support/eventually.ts";
import { Program } from "../../unit/terminal/support/program.ts";
import { browser, closeBrowser } from "../../workbench/browser.ts";

const workflow = `import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FnNode, Graph, gr } from "daggr";

const subject = gr.Textbox({ label: "Subject", value: "a lighthouse" });
const svg = (colour) =>
  \`<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48" fill="\${colour}"/></svg>\`;

const title = new FnNode(({ subject }) => "A tale of " + subject + " </script><script>window.stolen = 1</script>", {
  inputs: { subject },
  outputs: { text: gr.Textbox({ label: "Title" }) },
});
const picture = new FnNode(async ({ title }, { files }) => {
  const paths = [];
  for (const colour of ["red", "green", "blue"]) {
    const path = join(files, colour + ".svg");
    await writeFile(path, svg(colour));
    paths.push(path);
  }
  return { cover: paths[0], album: paths.map((image) => ({ image, caption: image.split("/").at(-1) })) };
}, {
  inputs: { title: title.text },
  outputs: { cover: gr.Image({ label: "Cover" }), album: gr.Gallery({ label: "Album" }) },
});
const facts = new FnNode(({ title }) => ({
  table: { headers: ["word", "letters"], data: [["lighthouse", 10], ["tale", 4]] },
  talk: [{ role: "user", content: "Who lives there?" }, { role: "assistant", content: "A **keeper**. ![](https://example.com/spy.png)" }],
  page: "<h1>Chart</h1><img src='https://example.com/spy.png'>",
}), {
  inputs: { title: title.text },
  outputs: { table: gr.Dataframe({ label: "Table" }), talk: gr.Chatbot({ label: "Talk" }), page: gr.HTML({ label: "Page" }) },
});
export default new Graph({ name: "Tale", nodes: [picture, facts] });
`;

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe("a sheet exported as a page, opened from the disk without a network", function () {
  this.timeout(120_000);
  const program = new Program();
  const html = join(program.folder, "elsewhere.html");
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];
  const requests: string[] = [];

  before(async () => {
    const file = program.write("tale.ts", workflow);
    const data = join(program.folder, "data");
    const ran = await program.run([
      "run",
      file,
      "--data",
      data,
      "--input",
      "title.subject=a grey lighthouse",
    ]);
    assert.equal(ran.code, 0, ran.stderr);
    const made = join(program.folder, "out.html");
    const { code, value } = await program.json<{ page: string; sheet: string; bytes: number }>([
      ...["export", file, "--data", data, "--html", made],
    ]);
    assert.deepEqual([code, value.page, value.sheet], [0, made, "Sheet 1"]);
    // Nothing that it was made from is needed.
    await rename(made, html);
    context = await (await browser()).newContext({ viewport: { width: 1600, height: 1000 }, offline: true });
    await context.route("**/*", (route) =>
      /^(file|blob|data):/.test(route.request().url()) ? route.continue() : route.abort(),
    );
    page = await context.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("pageerror", (error) => problems.push(error.stack ?? error.message));
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    await page.goto(pathToFileURL(html).href);
    await card("facts").waitFor();
  });
  after(async () => {
    await context.close();
    await closeBrowser();
    program.remove();
  });
  // Whatever a test does, the page asks for itself and for what is in it.
  afterEach(() => {
    assert.deepEqual(problems, []);
    const others = requests.filter((url) => !/^(blob|data):/.test(url));
    assert.deepEqual(others, [pathToFileURL(html).href]);
  });

  const card = (id: string): Locator => page.locator(`.svelte-flow__node[data-id="${id}"]`);
  const loaded = (pictures: Locator, count: number) =>
    eventually("the pictures are loaded", async () => {
      const widths = await pictures.evaluateAll((all) =>
        all.map((one) => (one as HTMLImageElement).naturalWidth),
      );
      assert.deepEqual(
        widths,
        Array.from({ length: count }, () => 64),
      );
    });

  it("shows every value, and what was entered", async () => {
    assert.equal(await page.title(), "Tale – Sheet 1");
    await card("title.subject").getByText("a grey lighthouse").waitFor();
    await card("title")
      .getByText("A tale of a grey lighthouse </script><script>window.stolen = 1</script>")
      .waitFor();
    assert.equal(await page.evaluate("window.stolen"), undefined);
    await loaded(card("picture").locator(".component-image img"), 1);
    await loaded(card("picture").locator(".component-gallery img"), 3);
    await card("facts").locator(".component-dataframe").getByText("lighthouse").waitFor();
    await card("facts").locator(".component-chatbot strong", { hasText: "keeper" }).waitFor();
    await card("facts").frameLocator("iframe").getByRole("heading", { name: "Chart" }).waitFor();
  });

  it("tells how a result came about", async () => {
    await card("picture").getByRole("button", { name: "More for picture" }).click();
    const items = page.locator("[role^=menuitem]");
    // Neither running nor changing anything is offered.
    assert.deepEqual(
      (await items.allInnerTexts()).map((text) => text.split("\n")[0]),
      ["What made it", "All results", "Compact", "Output"],
    );
    await items.getByText("What made it").click();
    const lineage = page.getByRole("list", { name: "What made the shown result" });
    await lineage.getByRole("region", { name: "picture" }).waitFor();
    const before = lineage.getByRole("region", { name: "title" });
    await before.getByText("a grey lighthouse", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
  });

  it("offers nothing that it cannot do", async () => {
    for (const name of [/^Run/, /^Undo/, /^Tidy/, /^Pin/, /Sign in/, /Copy for assistant/, /Go to/])
      assert.equal(await page.getByRole("button", { name }).count(), 0, String(name));
    assert.equal(await page.locator('button[title="Sheets"], button[title^="Older result"]').count(), 0);
    assert.equal(
      await page.locator("input:not([disabled]):not([readonly]), textarea:not([readonly])").count(),
      0,
    );
    await page.keyboard.press("Control+Enter");
    await page.keyboard.press("?");
    const keys = await page.getByRole("dialog", { name: "Keyboard shortcuts" }).innerText();
    assert.match(keys, /Find a node/);
    assert.doesNotMatch(keys, /Run all|Undo|code/);
    await page.keyboard.press("Escape");
  });

  it("saves a file that it holds, and lets one arrange the cards for oneself", async () => {
    const picture = card("picture");
    await picture.locator(".component-image").hover();
    const download = page.waitForEvent("download");
    await picture.getByRole("button", { name: "Save red.svg as…" }).first().click();
    const saved = await download;
    assert.equal(saved.suggestedFilename(), "red.svg");
    assert.match(await readFile(await saved.path(), "utf8"), /fill="red"/);

    const place = async () => (await card("title").boundingBox())!;
    const { x, y, width } = await place();
    await page.mouse.move(x + width / 2, y + 10);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y - 50, { steps: 4 });
    await page.mouse.up();
    await eventually("the card has moved", async () => assert.ok((await place()).y < y - 30));
    await page.keyboard.press("c");
    await card("title").getByRole("button", { name: "Show title in full" }).click();
    await card("title").getByText("A tale of a grey lighthouse").waitFor();
    assert.ok((await place()).y < y - 30);
  });

  for (const colorScheme of ["dark", "light"] as const) {
    it(`follows the system's ${colorScheme} theme, and axe finds nothing serious`, async () => {
      await page.emulateMedia({ colorScheme });
      await page.locator(`body.vscode-${colorScheme}`).waitFor();
      await page.evaluate(
        await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"),
      );
      const violations = await page.evaluate<Violation[]>(
        "axe.run(document, { resultTypes: ['violations'] }).then((report) => report.violations)",
      );
      assert.deepEqual(
        violations
          .filter(({ impact }) => impact === "serious" || impact === "critical")
          .map(
            ({ id, nodes }) =>
              `${id}: ${nodes
                .map(({ html }) => html)
                .slice(0, 4)
                .join("\n  ")}`,
          ),
        [],
      );
    });
  }

  it("is told by name where there is no such sheet, or nothing was kept", async () => {
    const file = join(program.folder, "tale.ts");
    const data = join(program.folder, "data");
    const other = await program.run([
      "export",
      file,
      "--data",
      data,
      "--html",
      "x.html",
      "--sheet",
      "Shet 1",
    ]);
    assert.equal(other.code, 2);
    assert.match(other.stderr, /'Tale' has no sheet 'Shet 1'.*Did you mean 'Sheet 1'/);
    const graph = await program.run(["export", file, "--data", data, "--html", "x.html", "--graph", "Tail"]);
    assert.equal(graph.code, 2);
    assert.match(graph.stderr, /Tail/);
    const none = await program.run(["export", file, "--data", "nowhere", "--html", "x.html"]);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /No sheets are kept in '.*nowhere'.*daggr serve/);
  });
});
