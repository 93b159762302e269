/// <reference lib="dom" />
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { eventually } from "../../support/eventually.ts";
import { Served } from "../../support/served.ts";
import { hasValue } from "../canvas-page.ts";
import { ServedPage, startBrowser } from "./browser.ts";

const workflow = `import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FnNode, Graph, gr } from "daggr";
import { twice } from "./twice";

const copy = new FnNode(
  async ({ file, words }, context) => {
    const path = join(context.files, "copy.txt");
    await writeFile(path, twice(words) + " and " + (file ? await readFile(file, "utf8") : "nothing"));
    return { copy: path, data: { words, list: [1, 2, 3] } };
  },
  {
    inputs: { file: gr.File({ label: "File" }), words: gr.Textbox({ label: "Words", value: "two" }) },
    outputs: { copy: gr.File({ label: "Copy" }), data: gr.JSON({ label: "Data" }) },
  },
);
const wrong = new FnNode(
  ({ words }) => {
    if (words !== "right") throw new Error("not right");
    return words;
  },
  { inputs: { words: gr.Textbox({ label: "Word", value: "left" }) }, outputs: { words: gr.Textbox() } },
);
export const first = new Graph({ name: "First", nodes: [copy] });
export const second = new Graph({ name: "Second", nodes: [wrong] });
`;

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

describe("a served page", function () {
  this.timeout(120_000);
  let served: Served;
  let browser: Browser;
  let canvas: ServedPage;
  let axe: string;

  before(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    [served, browser] = await Promise.all([
      Served.start({
        workflow,
        files: { "twice.ts": "export const twice = (text: string) => text + text;\n" },
      }),
      startBrowser(),
    ]);
    canvas = await ServedPage.open(browser, served.address);
    await canvas.card("copy").waitFor();
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  async function seriousFaults(page: ServedPage): Promise<string[]> {
    await page.page.evaluate(axe);
    const violations = await page.page.evaluate<Violation[]>(
      "axe.run(document, { resultTypes: ['violations'] }).then((report) => report.violations)",
    );
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`);
  }

  async function downloaded(act: () => Promise<void>): Promise<{ name: string; path: string }> {
    const [download] = await Promise.all([canvas.page.waitForEvent("download"), act()]);
    return { name: download.suggestedFilename(), path: await download.path() };
  }

  it("takes a file that is chosen in the browser's dialog, and saves one", async () => {
    const given = join(served.folder, "given.txt");
    await writeFile(given, "what was given");
    const [chooser] = await Promise.all([
      canvas.page.waitForEvent("filechooser"),
      canvas
        .card("copy.file")
        .getByRole("button", { name: /choose|browse|drop/i })
        .first()
        .click(),
    ]);
    await chooser.setFiles(given);
    await canvas.card("copy.file").getByText("given.txt").waitFor();
    await canvas.run("copy");
    await canvas.card("copy").getByText("copy.txt").waitFor();
    const { name, path } = await downloaded(() =>
      canvas.card("copy").getByRole("button", { name: /^Save/ }).last().click(),
    );
    assert.deepEqual([name, await readFile(path, "utf8")], ["copy.txt", "twotwo and what was given"]);
  });

  it("shows code as text, at the line where a node is made", async () => {
    await canvas.card("copy").getByRole("button", { name: "copy", exact: true }).click();
    const code = canvas.page.getByRole("dialog", { name: "workflow.ts, line 6" });
    await code.getByText("new FnNode(").first().waitFor();
    await code.getByRole("button", { name: "Close" }).click();
    await code.waitFor({ state: "detached" });
  });

  it("redraws when a local import is saved", async () => {
    await served.save("export const twice = (text: string) => text + '!' + text;\n", "twice.ts");
    await canvas.state("copy", /code changed/);
    await canvas.run("copy");
    await canvas.state("copy", /\d (ms|s)$/);
  });

  it("exports the sheet as a file and takes it in again", async () => {
    const menu = () =>
      canvas
        .button(/^Sheet \d/)
        .first()
        .click();
    await menu();
    const { name, path } = await downloaded(() =>
      canvas.page.getByRole("menuitem", { name: /Export to a file/ }).click(),
    );
    assert.equal(name, "First - Sheet 1.daggr-sheet");
    await canvas.card("copy.words").locator("input").fill("changed");
    await menu();
    const [chooser] = await Promise.all([
      canvas.page.waitForEvent("filechooser"),
      canvas.page.getByRole("menuitem", { name: /Import from a file/ }).click(),
    ]);
    await chooser.setFiles(path);
    await hasValue(canvas.card("copy.words").locator("input"), "two");
    await canvas.card("copy").getByText("copy.txt").waitFor();
  });

  it("says why a file is no sheet", async () => {
    await canvas
      .button(/^Sheet \d/)
      .first()
      .click();
    const [chooser] = await Promise.all([
      canvas.page.waitForEvent("filechooser"),
      canvas.page.getByRole("menuitem", { name: /Import from a file/ }).click(),
    ]);
    await chooser.setFiles(join(served.folder, "given.txt"));
    await canvas.page.getByText(/cannot be imported/).waitFor();
    assert.ok(!(await canvas.page.getByText(/cannot be imported/).innerText()).includes("/tmp/"));
    // The browser reports the server's refusal too.
    assert.match(canvas.problems.splice(0).join(), /^Failed to load resource: .* 400 /);
  });

  it("offers nothing that only an editor can do", async () => {
    await canvas
      .button(/^Sheet \d/)
      .first()
      .click();
    await canvas.page.getByRole("menuitem", { name: /Export to a file/ }).waitFor();
    assert.equal(await canvas.page.getByText(/Copy from another graph/).count(), 0);
    await canvas.page.keyboard.press("Escape");
  });

  it("opens another graph of the file on a page of its own", async () => {
    await canvas.button("First").click();
    const [other] = await Promise.all([
      canvas.page.context().waitForEvent("page"),
      canvas.page.getByRole("menuitemcheckbox", { name: "Second" }).click(),
    ]);
    await other.locator('.svelte-flow__node[data-id="wrong"]').waitFor();
    await other.getByRole("button", { name: /^Run (to here )?wrong$/ }).click();
    await other.getByText("not right").first().waitFor();
    await other.close();
  });

  for (const colorScheme of ["dark", "light"] as const) {
    it(`follows the system's ${colorScheme} theme, has no serious fault, and fits a phone`, async () => {
      const phone = await ServedPage.open(browser, served.address, {
        colorScheme,
        viewport: { width: 390, height: 780 },
        hasTouch: true,
        isMobile: true,
      });
      await phone.card("copy").or(phone.card("copy.words")).first().waitFor();
      const background = await phone.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(background, colorScheme === "dark" ? "rgb(31, 31, 31)" : "rgb(255, 255, 255)");
      const width = await phone.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 390, `${width} wide`);
      assert.deepEqual(await seriousFaults(phone), []);
      await phone.page.screenshot({ path: `out/screenshots/served-phone-${colorScheme}.png` });
      assert.deepEqual(phone.problems, []);
      await phone.page.context().close();
    });
  }

  it("changes its theme when the system does", async () => {
    const body = () => canvas.page.evaluate(() => document.body.className);
    await canvas.page.emulateMedia({ colorScheme: "dark" });
    await eventually("it is dark", async () => assert.equal(await body(), "vscode-dark"));
    await canvas.page.emulateMedia({ colorScheme: "light", contrast: "more" });
    await eventually("it is light, in high contrast", async () =>
      assert.equal(await body(), "vscode-high-contrast-light"),
    );
  });

  it("says that the server is away, and goes on when it is back", async () => {
    await served.restart("SIGKILL");
    await canvas.card("copy.words").locator("input").fill("after it");
    await hasValue(canvas.card("copy.words").locator("input"), "after it");
    await eventually("the server has the change", async () => {
      const other = await ServedPage.open(browser, served.address);
      try {
        await hasValue(other.card("copy.words").locator("input"), "after it");
      } finally {
        await other.page.context().close();
      }
    });
    assert.deepEqual(canvas.problems, []);
  });

  it("tells of what was not done while the server is away, and not of where the pointer is", async () => {
    await served.stop();
    await canvas.frame.locator(".lost").waitFor();
    const refusals = canvas.frame.locator(".toast").getByText("The server does not answer");
    await canvas.card("copy").hover();
    assert.equal(await refusals.count(), 0);
    await canvas.run("copy");
    await refusals.first().waitFor();
  });
});
