import assert from "node:assert/strict";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";

const chain = `import { FnNode, Graph, gr } from "daggr";

const outputs = { text: gr.Textbox({ label: "Text" }) };
const write = new FnNode(({ topic }) => "About " + topic, { inputs: { topic: gr.Textbox({ label: "Topic", value: "cats" }) }, outputs });
const shorten = new FnNode(({ text, size }) => text.slice(0, size), {
  inputs: { text: write.text, size: gr.Radio({ label: "Size", choices: [4, 8], value: 8 }) },
  outputs,
});
const shout = new FnNode(({ text }) => text.toUpperCase(), { inputs: { text: shorten.text }, outputs });
export default new Graph({ name: "Chain", nodes: [shout] });
`;

describe("a canvas beside the editor", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    workbench = await Workbench.open({ workspace: { "chain.ts": chain } });
    await workbench.openFile("chain.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.card("write").waitFor();
  });
  after(() => workbench?.close());

  const banner = () => canvas.frame.getByRole("alert", { name: "The file could not be loaded" });

  it("says at first how many of five cards are out of view, and brings them into view", async () => {
    const more = canvas.button(/^\d more to the right$/);
    await more.waitFor();
    assert.ok(await canvas.frame.getByRole("img", { name: "Overview of the graph" }).isVisible());
    await eventually("the last card is in view", async () => {
      if (await more.isVisible()) await more.click({ timeout: 1000 });
      assert.equal(await more.count(), 0);
    });
    await canvas.run("shout");
    await canvas.card("shout").getByText("ABOUT CA").first().waitFor();
  });

  it("takes back that the file could not be loaded as soon as it could", async () => {
    await workbench.edit("chain.ts", (text) => text.replace("const write", "const write: = "));
    await banner().waitFor();
    await canvas.button(/^Run all/).click();
    const toast = canvas.frame.getByRole("status").getByText("The message on the canvas says why.");
    await toast.waitFor();
    await workbench.edit("chain.ts", (text) => text.replace("const write: = ", "const write"));
    await banner().waitFor({ state: "detached" });
    await canvas.frame.getByRole("status", { name: "Loading" }).waitFor({ state: "detached" });
    await toast.waitFor({ state: "detached", timeout: 1000 });
  });

  it("says that another program took its file away, which is no problem of its lines, and finds it again", async () => {
    const broken = 'throw new Error("Not yet.");\n';
    await workbench.edit("chain.ts", (text) => `${text}${broken}`);
    await workbench.problem(/Loading chain\.ts failed: Not yet\./);
    const [here, there] = ["chain.ts", "moved.ts"].map((name) => join(workbench.workspace, name));
    await rename(here!, there!);
    await banner().getByText("chain.ts is not there any more: it was deleted, moved or renamed.").waitFor();
    await canvas.card("shout").waitFor();
    await eventually("no problem is left", async () => assert.deepEqual(await workbench.problems(), []));
    await rename(there!, here!);
    await banner().getByText("Not yet.").waitFor();
    await workbench.edit("chain.ts", (text) => text.replace(broken, ""));
    await banner().waitFor({ state: "detached" });
    await canvas.card("shout").getByText("ABOUT CA").first().waitFor();
  });

  it("shows the same sheet as a form by 'Daggr: Open App View', where it runs too, and as cards again", async () => {
    const form = canvas.frame.locator(".app-page");
    await workbench.runCommand("Daggr: Open App View");
    await form.waitFor();
    const topic = canvas.frame
      .getByRole("region", { name: "Inputs" })
      .getByRole("textbox", { name: "Topic" });
    await topic.fill("dogs");
    await canvas.button(/^Run/).first().click();
    await form.getByText("ABOUT DO").first().waitFor();
    await workbench.runCommand("Daggr: Open Canvas");
    await form.waitFor({ state: "detached" });
    await canvas.card("shout").getByText("ABOUT DO").first().waitFor();
  });
});
