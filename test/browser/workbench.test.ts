import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";

describe("the workbench", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({ workspace: { "workflow.ts": 'import { Graph } from "daggr";\n' } });
  });
  after(() => workbench.close());

  it("opens a workflow file", async () => {
    await workbench.openFile("workflow.ts");
    await workbench.page.locator(".view-line", { hasText: "Graph" }).waitFor();
  });

  it("begins a workflow, and saves it before its canvas opens", async function () {
    this.timeout(60_000);
    await workbench.runCommand("Daggr: New Workflow");
    await workbench.page
      .locator(".quick-input-list .monaco-list-row", { hasText: "With a function" })
      .click();
    // The other file of this workspace already has that name.
    await workbench.page.locator('.tab.active[data-resource-name="workflow-2.ts"]').waitFor();
    await workbench.runCommand("Daggr: Open Canvas");
    const canvas = new CanvasPage(await workbench.canvas());
    await canvas.shows("greeting");
    assert.match(await readFile(join(workbench.workspace, "workflow-2.ts"), "utf8"), /name: "Hello"/);
    await canvas.run("greeting");
    await canvas.state("greeting", /\d (ms|s)$/);
  });

  it("has one extension host", async () => {
    assert.equal((await workbench.server.extensionHosts()).length, 1);
  });
});
