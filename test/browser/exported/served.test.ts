import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { Served } from "../../support/served.ts";
import { ServedPage, startBrowser } from "../served/browser.ts";

const workflow = `import { FnNode, Graph, gr } from "daggr";
const loud = new FnNode(({ text }) => { if (text === "bad") throw new Error("no shouting"); return text.toUpperCase() + "!"; }, {
  inputs: { text: gr.Textbox({ value: "hello" }) },
  outputs: { said: gr.Textbox() },
});
export default new Graph({ name: "Loud", nodes: [loud] });
`;

describe("a served sheet as a page", function () {
  this.timeout(120_000);
  let served: Served;
  let browser: Browser;
  before(async () => {
    [served, browser] = await Promise.all([Served.start({ workflow }), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await served?.stop();
  });

  it("is downloaded, and shows what was there, why a node failed included, when the server is gone", async () => {
    const canvas = await ServedPage.open(browser, served.address);
    const { page } = canvas;
    await canvas.button(/^Run all/).click();
    await canvas.card("loud").getByText("HELLO!").waitFor();
    await canvas.card("loud.text").getByRole("textbox").fill("bad");
    await canvas.button(/^Run all/).click();
    await canvas.card("loud").getByText("no shouting").waitFor();
    await page.locator('button[title="Sheets"]').click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: /^Export as a page/ }).click();
    const saved = await download;
    assert.equal(saved.suggestedFilename(), "Loud - Sheet 1.html");
    const path = join(served.folder, "elsewhere.html");
    await saved.saveAs(path);
    await page.context().setOffline(true);
    const alone = await ServedPage.open(browser, pathToFileURL(path).href, { offline: true });
    await alone.card("loud").getByText("no shouting").waitFor();
    await alone.card("loud").getByRole("button", { name: "Last result" }).click();
    await alone.card("loud").getByText("HELLO!").waitFor();
    assert.equal(
      await alone
        .card("loud")
        .getByRole("button", { name: /Go to|Run|Copy for/ })
        .count(),
      0,
    );
    assert.deepEqual(alone.problems, []);
  });

  it("is nobody's who does not know the canvas", async () => {
    const answer = await fetch(`${served.origin}/canvas/${"a".repeat(22)}/page`);
    assert.equal(answer.status, 404);
  });
});
