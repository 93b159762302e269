import assert from "node:assert/strict";
import type { LocalHub } from "../support/hub.ts";
import { startExampleHub } from "../support/spaces.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";
import { promptOf, runsAndStops, showsImage, wholePath } from "./whole-path.ts";

describe("the whole path, as a person goes it", function () {
  this.timeout(120_000);
  let hub: LocalHub;
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    hub = await startExampleHub();
    workbench = await Workbench.open({ workspace: { "workflow.ts": wholePath("cutout") }, env: hub.env });
  });

  after(async () => {
    await workbench?.close();
    await hub?.stop();
  });

  const prompt = () => promptOf(canvas);

  it("opens the file and its canvas", async () => {
    await workbench.openFile("workflow.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.inPlace("painter.prompt", "painter");
    await canvas.fit();
    await canvas.shows("painter.prompt", "painter", "cutout", "praise");
  });

  runsAndStops(() => canvas);

  it("keeps the last good graph over a broken file, and redraws when it is mended", async () => {
    await workbench.replaceText(
      wholePath("cutout").replace("export default new Graph(", "export default new Graph(("),
    );
    await canvas.frame
      .getByText(/workflow\.ts:27/)
      .first()
      .waitFor();
    await canvas.card("cutout").waitFor();
    await canvas.button(/workflow\.ts:27/).click();
    await workbench.page
      .locator(".statusbar")
      .getByText(/^Ln 27,/)
      .waitFor();
    await workbench.replaceText(wholePath("scissors"));
    await canvas.card("scissors").waitFor();
    await canvas.card("cutout").waitFor({ state: "detached" });
    // The node has another name and an equal definition, so its result moved along.
    await showsImage(canvas, "scissors");
  });

  for (const [how, act] of [
    ["a reload of the window", () => workbench.reload()],
    ["a kill of the server", () => workbench.crash()],
  ] as const) {
    it(`finds everything again after ${how}`, async () => {
      await act();
      canvas = new CanvasPage(await workbench.canvas());
      await canvas.shows("scissors");
      assert.equal(await prompt().inputValue(), "A blue whale");
      await showsImage(canvas, "painter");
      await showsImage(canvas, "scissors");
      await canvas.button("Load now").click();
      await canvas.button("Load now").waitFor({ state: "detached" });
      await canvas.run("praise");
      await canvas.card("praise").getByText("WELL DONE").first().waitFor();
    });
  }
});
