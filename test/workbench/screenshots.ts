// Makes the pictures of the README from this build, with the real workbench, the examples, and Gradio apps behind a local Hub.
import { mkdir } from "node:fs/promises";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { CanvasPage } from "../browser/canvas-page.ts";
import { startExampleHub } from "../support/spaces.ts";
import { Workbench } from "../support/workbench.ts";
import { stopSharedApps } from "../support/gradio.ts";
import { closeBrowser } from "./browser.ts";

const hub = await startExampleHub();
const workbench = await Workbench.open({ env: hub.env, viewport: { width: 1600, height: 900 } });
try {
  await workbench.openFile("quick-start.ts");
  await workbench.runCommand("Daggr: Open Canvas");
  await workbench.runCommand("View: Close Primary Side Bar");
  const canvas = new CanvasPage(await workbench.canvas());
  await canvas.shows("cutout");
  await canvas.run("cutout");
  await canvas.state("cutout", /\d (ms|s)$/);
  await canvas.fit();
  // Lenses appear a moment later.
  await workbench.page
    .locator(".codelens-decoration", { hasText: "running" })
    .first()
    .waitFor({ state: "detached" });
  await canvas.frame.waitForFunction("[...document.images].every((image) => image.naturalWidth > 0)");
  await mkdir(inRoot("media"), { recursive: true });
  await workbench.page.screenshot({ path: inRoot("media", "canvas.png") });
} finally {
  await workbench.close();
  await hub.stop();
  await stopSharedApps();
  await closeBrowser();
}
