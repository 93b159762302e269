import assert from "node:assert/strict";
import { Workbench } from "../support/workbench.ts";

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

  it("has one extension host", async () => {
    assert.equal((await workbench.server.extensionHosts()).length, 1);
  });
});
