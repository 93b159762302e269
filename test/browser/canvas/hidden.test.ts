import assert from "node:assert/strict";
import { Workbench } from "../../support/workbench.ts";
import { CanvasPage } from "../canvas-page.ts";

/** It runs longer than the ten seconds after which the end of a run is reported. */
const workflow = `import { setTimeout as sleep } from "node:timers/promises";
import { FnNode, Graph, gr } from "daggr";

const slow = new FnNode(
  async ({ text }) => {
    await sleep(10_500);
    return text;
  },
  { name: "slow", inputs: { text: gr.Textbox({ label: "Text", value: "a" }) }, outputs: { text: gr.Textbox() } },
);

export default new Graph({ name: "Slow", nodes: [slow] });
`;

describe("a long run", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    workbench = await Workbench.open({
      workspace: { "slow.ts": workflow, "other.txt": "Something else.\n" },
    });
    await workbench.openFile("slow.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.card("slow").waitFor();
  });
  after(() => workbench?.close());

  /** The message in VS Code's list of notifications, since a toast disappears after some seconds. */
  const notification = () =>
    workbench.page.locator(".notifications-center .notification-list-item", {
      hasText: /Slow finished after 1\d s/,
    });

  it("is not reported while its canvas is in view", async () => {
    await canvas.run("slow");
    await canvas.state("slow", /1\d s$/);
    await workbench.runCommand("Notifications: Show Notifications");
    assert.equal(await notification().count(), 0);
  });

  it("is reported if it ends while its canvas is hidden, and the message shows the canvas again", async () => {
    await canvas.card("slow.text").locator("input").fill("b");
    await canvas.run("slow");
    await canvas.state("slow", /running/);
    // The file opens over the canvas, in the same editor group.
    await workbench.openFile("other.txt");
    await workbench.runCommand("Notifications: Show Notifications");
    await notification().waitFor({ timeout: 60_000 });
    await notification().getByText("Open Canvas").click();
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.state("slow", /1\d s$/);
  });
});
