import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Workbench } from "../support/workbench.ts";

const workflow = `import { writeFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";

writeFileSync(new URL("ran.txt", import.meta.url), "The workflow ran.");

const shout = new FnNode(({ text }) => text.toUpperCase(), {
  inputs: { text: gr.Textbox() },
  outputs: { loud: gr.Textbox() },
});
const count = new FnNode(({ loud }) => loud.length, { inputs: { loud: shout.luod } });

export default new Graph({ name: "Untrusted", nodes: [count] });
`;

describe("an untrusted workspace", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({ workspace: { "workflow.ts": workflow }, askForTrust: true });
    await workbench.page.getByRole("button", { name: /^No, I don't trust/ }).click();
  });
  after(() => workbench.close());

  it("has problems, lenses and completion, and runs nothing", async () => {
    await workbench.openFile("workflow.ts");
    await workbench.problem(/Output port 'luod' not found on node 'shout'/);
    await workbench.page.locator(".codelens-decoration", { hasText: "Run all" }).waitFor();
    await workbench.runCommand("Daggr: Run All");
    const warning = workbench.page.locator(".notification-toast", { hasText: "only in a trusted workspace" });
    await warning.waitFor();
    await workbench.runCommand("Daggr: Open Canvas");
    await workbench.canvas();
    assert.equal(existsSync(join(workbench.workspace, "ran.txt")), false);
  });
});
