import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { componentNames } from "../../../src/runtime/components/description.ts";
import { componentSamples } from "../../../webview/dev/component-samples.ts";
import { startCanvasPages } from "./page.ts";

// Makes docs/gallery: pictures of the canvas and of each component, and the page that shows them. Run it with tsx.

const folder = fileURLToPath(new URL("../../../docs/gallery", import.meta.url));

async function makeGallery(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pages = await startCanvasPages();
  for (const theme of ["dark", "light", "hc-dark", "hc-light"]) {
    const { page, card } = await open("podcast", theme, 1480, 900);
    await card("hostVoice").getByText("0:07").waitFor();
    await page.screenshot({ path: join(folder, `canvas-${theme}.png`) });
    await page.close();
  }
  for (const name of componentNames) {
    const { page, card } = await open(`component-${name}`, "dark", 1000, 640);
    await card("show").locator(".view").waitFor();
    // Libraries, pictures and languages load a moment later, and nothing tells when the last of them has.
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(400);
    const boxes = await Promise.all(
      (await page.locator(".svelte-flow__node").all()).map((node) => node.boundingBox()),
    );
    const known = boxes.filter((box) => box !== null);
    const x = Math.min(...known.map((box) => box.x)) - 12;
    const y = Math.min(...known.map((box) => box.y)) - 12;
    const width = Math.max(...known.map((box) => box.x + box.width)) + 12 - x;
    const height = Math.max(...known.map((box) => box.y + box.height)) + 12 - y;
    await page.screenshot({ path: join(folder, `${name}.png`), clip: { x, y, width, height } });
    await page.close();
  }
  await pages.close();
  await writeFile(join(folder, "README.md"), text());

  async function open(sample: string, theme: string, width: number, height: number) {
    const canvas = await pages.open(sample, { theme, width, height });
    // In a small picture, the tools of the canvas would cover the cards.
    if (sample !== "podcast") {
      await canvas.page.evaluate(() => {
        for (const panel of document.querySelectorAll<HTMLElement>(".svelte-flow__panel"))
          panel.hidden = true;
      });
    }
    return { page: canvas.page, card: (id: string) => canvas.card(id) };
  }
}

function text(): string {
  const entry = (name: (typeof componentNames)[number]) => {
    const where = componentSamples[name].input
      ? "As an input on the left, showing a result on the right."
      : "Showing a result; Gradio takes none as an input.";
    return `## ${name}\n\n${where}\n\n![${name}](${name}.png)\n`;
  };
  return `# Gallery

Every picture is of this build, made by \`npx tsx test/browser/canvas/gallery.ts\`.

## The canvas

In VS Code's dark, light and high contrast themes; all colours are the theme's own.

![The canvas in the dark theme](canvas-dark.png)
![The canvas in the light theme](canvas-light.png)
![The canvas in dark high contrast](canvas-hc-dark.png)
![The canvas in light high contrast](canvas-hc-light.png)

${componentNames.map(entry).join("\n")}`;
}

await makeGallery();
