import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import type { CanvasPage } from "./canvas-page.ts";

/** The workflow of the whole path: two Spaces after one another, and a function. */
export const wholePath = (cutoutName: string) => `import { FnNode, GradioNode, Graph, gr } from "daggr";

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

export function promptOf(canvas: CanvasPage): Locator {
  return canvas.card("painter.prompt").locator("textarea");
}

/** Waits until a card shows an image of the size that was asked for. */
export function showsImage(canvas: CanvasPage, node: string): Promise<void> {
  return eventually(`${node} shows its image`, async () => {
    const width = await canvas
      .card(node)
      .locator("img")
      .first()
      .evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth);
    assert.equal(width, 256);
  });
}

/** The part of the path that is the same in the workbench and in a browser. */
export function runsAndStops(canvas: () => CanvasPage): void {
  it("takes a typed prompt, runs, shows progress and then the images that real Gradio apps made", async () => {
    await promptOf(canvas()).fill("A red fox in the snow");
    await canvas().run("cutout");
    await canvas()
      .card("painter")
      .getByText(/Denoising|%/)
      .first()
      .waitFor({ timeout: 60_000 });
    await canvas().state("cutout", /\d (ms|s)$/);
    await showsImage(canvas(), "painter");
    await showsImage(canvas(), "cutout");
  });

  it("stops a node that runs, and runs it again", async () => {
    await promptOf(canvas()).fill("A slow one");
    await canvas().run("painter");
    await canvas()
      .card("painter")
      .getByText(/Denoising|%/)
      .first()
      .waitFor();
    await canvas().stop("painter");
    await canvas().state("painter", /stopped/i, 2000);
    await canvas().run("painter");
    await canvas().state("painter", /\d (ms|s)$/);
  });

  it("shows the app's own words for an error, and recovers", async () => {
    await promptOf(canvas()).fill(" ");
    await canvas().run("painter");
    await canvas().card("painter").getByText("Enter a prompt first.").first().waitFor();
    await promptOf(canvas()).fill("A blue whale");
    await canvas().run("painter");
    await canvas().state("painter", /\d (ms|s)$/);
  });
}
