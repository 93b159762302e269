import { readFileSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CanvasPage } from "../../test/browser/canvas-page.ts";
import { closeBrowser } from "../../test/workbench/browser.ts";
import { Workbench } from "../../test/support/workbench.ts";
import { hostWorkspace } from "../../scripts/lib/host-bundle.mjs";
import type { Benchmark } from "../benchmark.ts";

const file = "workflow.ts";
const text = readFileSync(join(hostWorkspace, file), "utf8");
const theirs = "of which VS Code: until the file is written";
const ours = "of which ours";
let workbench: Workbench | undefined;
let canvas: CanvasPage | undefined;
let generation = 0;
/** Of the present run. */
let total = 0;
let written = 0;

/** From the key that saves the file to the canvas that shows the change: a node renamed in a small workflow. */
export default {
  title: "save to redrawn canvas",
  runs: 7,
  async prepare() {
    const opened = await Workbench.open({ workspace: hostWorkspace, settings: { "files.autoSave": "off" } });
    workbench = opened;
    await opened.openFile(file);
    await opened.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await opened.canvas());
    await canvas.card("shout").waitFor();
    return async () => {
      await opened.close();
      await closeBrowser();
    };
  },
  sides: {
    "from the key": async () => {
      if (!workbench || !canvas) throw new Error("There is no workbench.");
      const name = `shout${++generation}`;
      await workbench.typeText(text.replaceAll(/\bshout\b/g, name));
      // A person looks at what they wrote.
      await sleep(1000);
      const shown = canvas.card(name).waitFor({ timeout: 30_000 });
      const watcher = watch(workbench.workspace, (_event, changed) => {
        if (changed === file) written = performance.now() - start;
      });
      const start = performance.now();
      await workbench.page.keyboard.press("Control+S");
      await shown;
      total = performance.now() - start;
      watcher.close();
      return total;
    },
    [theirs]: () => Promise.resolve(written),
    [ours]: () => Promise.resolve(total - written),
  },
  limits: { [ours]: { times: 4, of: theirs } },
  remark:
    "Ours compiles the file, loads it in the standby process, and sends the new graph to the page, which lays it out and draws it. VS Code's part is a write to a file, so the ratio says little. Next step: lay out the new graph while its process starts.",
} satisfies Benchmark;
