import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import type { LocalHub } from "../support/hub.ts";
import { startExampleHub } from "../support/spaces.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";

const workflow = (cutoutName: string) => `import { FnNode, GradioNode, Graph, gr } from "daggr";

const painter = new GradioNode("hf-applications/Z-Image-Turbo", {
  apiName: "/generate_image",
  inputs: {
    prompt: gr.Textbox({ label: "Prompt", value: "A cheetah", lines: 3 }),
    height: 256,
    width: 256,
    seed: Math.random,
  },
  outputs: { image: gr.Image({ label: "Image" }) },
});

const cutout = new GradioNode("hf-applications/background-removal", {
  name: "${cutoutName}",
  apiName: "/image",
  inputs: { image: painter.image },
  postprocess: (_original, final) => final,
  outputs: { image: gr.Image({ label: "Final Image" }) },
});

const praise = new FnNode(({ prompt }) => prompt.toUpperCase(), {
  inputs: { prompt: gr.Textbox({ label: "Words", value: "well done" }) },
  outputs: { loud: gr.Textbox({ label: "Loud" }) },
});

export default new Graph({ name: "Whole Path", nodes: [cutout, praise] });
`;

describe("the whole path, as a person goes it", function () {
  this.timeout(120_000);
  let hub: LocalHub;
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    hub = await startExampleHub();
    workbench = await Workbench.open({ workspace: { "workflow.ts": workflow("cutout") }, env: hub.env });
  });

  after(async () => {
    await workbench?.close();
    await hub?.stop();
  });

  const prompt = () => canvas.card("painter.prompt").locator("textarea");
  const image = (node: string) => canvas.card(node).locator("img");

  async function showsImage(node: string): Promise<void> {
    await eventually(`${node} shows its image`, async () => {
      const width = await image(node)
        .first()
        .evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth);
      assert.equal(width, 256);
    });
  }

  it("opens the file and its canvas", async () => {
    await workbench.openFile("workflow.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    for (const card of ["painter.prompt", "painter", "cutout", "praise"]) await canvas.card(card).waitFor();
    await canvas.inPlace("painter.prompt", "painter");
    await canvas.fit();
  });

  it("takes a typed prompt, runs, shows progress and then the images that real Gradio apps made", async () => {
    await prompt().fill("A red fox in the snow");
    await canvas.run("cutout");
    await canvas
      .card("painter")
      .getByText(/Denoising|%/)
      .first()
      .waitFor({ timeout: 60_000 });
    await canvas.state("cutout", /\d (ms|s)$/);
    await showsImage("painter");
    await showsImage("cutout");
  });

  it("stops a node that runs, and runs it again", async () => {
    await prompt().fill("A slow one");
    await canvas.run("painter");
    await canvas
      .card("painter")
      .getByText(/Denoising|%/)
      .first()
      .waitFor();
    await canvas.stop("painter");
    await canvas.state("painter", /stopped/i, 2000);
    await canvas.run("painter");
    await canvas.state("painter", /\d (ms|s)$/);
  });

  it("shows the server's own words for an error, and recovers", async () => {
    await prompt().fill(" ");
    await canvas.run("painter");
    await canvas.card("painter").getByText("Enter a prompt first.").first().waitFor();
    await prompt().fill("A blue whale");
    await canvas.run("painter");
    await canvas.state("painter", /\d (ms|s)$/);
  });

  it("keeps the last good graph over a broken file, and redraws when it is mended", async () => {
    await workbench.replaceText(
      workflow("cutout").replace("export default new Graph(", "export default new Graph(("),
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
    await workbench.replaceText(workflow("scissors"));
    await canvas.card("scissors").waitFor();
    await canvas.card("cutout").waitFor({ state: "detached" });
    // The node has another name and an equal definition, so its result moved along.
    await showsImage("scissors");
  });

  for (const [how, act] of [
    ["a reload of the window", () => workbench.reload()],
    ["a kill of the server", () => workbench.crash()],
  ] as const) {
    it(`finds everything again after ${how}`, async () => {
      await act();
      canvas = new CanvasPage(await workbench.canvas());
      await canvas.card("scissors").waitFor();
      assert.equal(await prompt().inputValue(), "A blue whale");
      await showsImage("painter");
      await showsImage("scissors");
      await canvas.button("Load now").click();
      await canvas.button("Load now").waitFor({ state: "detached" });
      await canvas.run("praise");
      await canvas.card("praise").getByText("WELL DONE").first().waitFor();
    });
  }
});
