import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CanvasPage } from "../../test/browser/canvas-page.ts";
import { closeBrowser } from "../../test/workbench/browser.ts";
import { Workbench } from "../../test/support/workbench.ts";
import { hostWorkspace } from "../../scripts/lib/host-bundle.mjs";
import type { Benchmark } from "../benchmark.ts";

const text = readFileSync(join(hostWorkspace, "workflow.ts"), "utf8");
let workbench: Workbench | undefined;
let canvas: CanvasPage | undefined;
let generation = 0;

/** From the saved file to the canvas that shows the change: a node renamed in a small workflow. */
export default {
  title: "save to redrawn canvas",
  runs: 7,
  async prepare() {
    const opened = await Workbench.open({ workspace: hostWorkspace });
    workbench = opened;
    await opened.openFile("workflow.ts");
    await opened.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await opened.canvas());
    await canvas.card("shout").waitFor();
    return async () => {
      await opened.close();
      await closeBrowser();
    };
  },
  sides: {
    "daggr-vscode": async () => {
      generation += 1;
      const name = `shout${generation}`;
      const shown = canvas?.card(name);
      await workbench?.typeText(text.replaceAll(/\bshout\b/g, name));
      const start = performance.now();
      await workbench?.save();
      await shown?.waitFor({ timeout: 30_000 });
      return performance.now() - start;
    },
  },
} satisfies Benchmark;
