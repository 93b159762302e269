import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";

/** A workflow that leaves a trace when it is loaded. */
const workflow = (outputs: string) => `import { writeFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";

writeFileSync(new URL("trace", import.meta.url), "loaded");
const greet = new FnNode(({ who }) => \`Hello, \${who}!\`, {
  inputs: { who: gr.Textbox({ label: "Who", value: "world" }) },
  outputs: { text: gr.Textbox() },
});
const loud = new FnNode(({ text }) => text.toUpperCase(), { inputs: { text: greet.${outputs} } });
export default new Graph({ name: "Greeting", nodes: [loud] });
`;

describe("a workspace that is not trusted", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    workbench = await Workbench.open({
      workspace: { "workflow.ts": workflow("txt"), "right.ts": workflow("text") },
      askForTrust: true,
      settings: { "security.workspace.trust.startupPrompt": "never" },
    });
  });
  after(() => workbench?.close());

  const wasLoaded = () => existsSync(join(workbench.workspace, "trace"));

  it("has problems", async () => {
    await workbench.openFile("workflow.ts");
    await workbench.problem(/Output port 'txt' not found on node 'greet'.*Did you mean 'text'\?/s);
  });

  it("opens a canvas that says why nothing is loaded, and runs nothing by any of its ways", async () => {
    await workbench.openFile("right.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas.frame.getByText("Trust this workspace to load its workflow").waitFor();
    assert.ok(
      await canvas
        .button(/^Run all/)
        .first()
        .isDisabled(),
    );
    await workbench.runCommand("Daggr: Run All");
    await workbench.runCommand("Notifications: Show Notifications");
    await workbench.page
      .locator(".notifications-center")
      .getByText("runs workflows only in a trusted workspace")
      .waitFor();
    assert.equal(wasLoaded(), false);
  });

  it("loads and runs once a person trusts it", async () => {
    await canvas.button("Manage trust").click();
    await workbench.page
      .locator(".workspace-trust-editor")
      .getByRole("button", { name: "Trust", exact: true })
      .first()
      .click();
    await workbench.openFile("right.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    await canvas
      .button(/^Run all/)
      .first()
      .click();
    await canvas.card("loud").getByText("HELLO, WORLD!").first().waitFor();
    assert.equal(wasLoaded(), true);
  });
});
