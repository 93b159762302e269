import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import type { LocalHub } from "../../support/hub.ts";
import { Served } from "../../support/served.ts";
import { startExampleHub } from "../../support/spaces.ts";
import { hasValue } from "../canvas-page.ts";
import { promptOf, runsAndStops, showsImage, wholePath } from "../whole-path.ts";
import { ServedPage, startBrowser } from "./browser.ts";

describe("the whole path in a browser, as a person goes it", function () {
  this.timeout(120_000);
  let hub: LocalHub;
  let served: Served;
  let browser: Browser;
  let canvas: ServedPage;

  before(async () => {
    hub = await startExampleHub();
    [served, browser] = await Promise.all([
      Served.start({ workflow: wholePath("cutout"), env: hub.env }),
      startBrowser(),
    ]);
  });

  after(async () => {
    await browser?.close();
    await served?.stop();
    await hub?.stop();
  });

  const prompt = () => promptOf(canvas);

  it("opens the canvas at the printed address", async () => {
    canvas = await ServedPage.open(browser, served.address);
    await canvas.inPlace("painter.prompt", "painter");
    await canvas.fit();
    await canvas.shows("painter.prompt", "painter", "cutout", "praise");
  });

  runsAndStops(() => canvas);

  it("keeps the last good graph over a broken file, shows the line, and redraws when it is mended", async () => {
    await served.save(wholePath("cutout").replace("export default new Graph(", "export default new Graph(("));
    await canvas.button(/workflow\.ts:27/).waitFor();
    await canvas.card("cutout").waitFor();
    await canvas.button(/workflow\.ts:27/).click();
    const code = canvas.page.getByRole("dialog", { name: "workflow.ts, line 27" });
    await code.getByText("new Graph((").waitFor();
    await code.getByRole("button", { name: "Close" }).click();
    await served.save(wholePath("scissors"));
    await canvas.card("scissors").waitFor();
    await canvas.card("cutout").waitFor({ state: "detached" });
    // The node has another name and an equal definition, so its result moved along.
    await showsImage(canvas, "scissors");
  });

  it("redraws a second page too, and both show the same sheet", async () => {
    const other = await ServedPage.open(browser, served.address);
    await other.card("painter.prompt").waitFor();
    await hasValue(other.card("painter.prompt").locator("textarea"), "A blue whale");
    await other.card("praise.prompt").locator("input").fill("both of them");
    await hasValue(canvas.card("praise.prompt").locator("input"), "both of them");
    assert.deepEqual(other.problems, []);
    await other.page.context().close();
  });

  for (const [how, act] of [
    ["a reload of the page", () => canvas.page.reload()],
    ["an end of the server", () => served.restart("SIGTERM")],
    ["a kill of the server", () => served.restart("SIGKILL")],
  ] as const) {
    it(`finds everything again after ${how}`, async () => {
      await act();
      await canvas.page.getByText("The server does not answer").waitFor({ state: "detached" });
      await canvas.card("scissors").waitFor();
      await hasValue(prompt(), "A blue whale");
      await showsImage(canvas, "painter");
      await showsImage(canvas, "scissors");
      await canvas.run("praise");
      await canvas.card("praise").getByText("BOTH OF THEM").first().waitFor();
    });
  }

  it("made no error on the page", () => {
    assert.deepEqual(canvas.problems, []);
  });
});
