import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";

const tested = `import { FnNode, GradioNode, Graph, gr } from "daggr";

const shout = new FnNode(
  ({ text }) => {
    const loud = text.toUpperCase();
    return loud;
  },
  { inputs: { text: gr.Textbox({ value: "well done" }) }, outputs: { loud: gr.Textbox() } },
);

export default new Graph({ name: "Tested", nodes: [shout] });
`;

const broken = `import { FnNode, GradioNode, Graph, gr } from "daggr";

const unlucky = new FnNode(({}) => {
  throw new Error("No luck today.");
}, { outputs: { never: gr.Textbox() } });
const remote = new GradioNode("nobody/nothing", { apiName: "/predict", inputs: {}, outputs: { text: gr.Textbox() } });

export default new Graph({ name: "Broken", nodes: [unlucky, remote] });
`;

const recorded = {
  version: 1,
  workflow: "tested.ts",
  graph: "Tested",
  inputs: { "shout.text": "well done" },
  expected: { shout: { loud: { match: "exact", value: "WELL DUNE" } } },
};

describe("VS Code's Test Explorer", function () {
  this.timeout(180_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      workspace: {
        "tested.ts": tested,
        "broken.ts": broken,
        "plain.ts": "export const one = 1;\n",
        "shouts.daggr-test.json": JSON.stringify(recorded, undefined, 2),
      },
      // The Test Explorer stays in view.
      settings: { "debug.openDebug": "neverOpen" },
    });
    await workbench.runCommand("Testing: Focus on Test Explorer View");
  });

  after(() => workbench.close());

  const rows = () => workbench.page.locator(".test-explorer .monaco-list-row");
  const results = () => workbench.page.locator(".test-output-peek-tree .monaco-list-row");
  /** The rows of the Test Explorer as a screen reader reads them. */
  const labels = () => rows().evaluateAll((all) => all.map((row) => row.getAttribute("aria-label") ?? ""));
  const row = (name: string): Locator =>
    workbench.page.locator(`.test-explorer .monaco-list-row[aria-label^="${name}"]`);

  async function becomes(name: string, state: RegExp): Promise<void> {
    await eventually(
      `'${name}' is ${state}`,
      async () =>
        assert.match((await row(name).first().getAttribute("aria-label", { timeout: 2000 })) ?? "", state),
      60_000,
    );
  }

  /** Debugging a test stops at the breakpoint, and the test passes after going on. */
  async function debugPasses(name: string): Promise<void> {
    await row(name).hover();
    await row(name).locator(".codicon-testing-debug-icon").click();
    const stopped = workbench.page.locator(".debug-top-stack-frame-line").first();
    await stopped.waitFor({ timeout: 60_000 });
    const running = row(name).locator(".codicon-loading");
    await running.waitFor();
    await workbench.page.keyboard.press("F5");
    await stopped.waitFor({ state: "detached" });
    await running.waitFor({ state: "detached" });
    await becomes(name, /passed/i);
  }

  /** The first words of all rows. */
  const names = async () => (await labels()).map((label) => label.split(" ")[0]);

  it("finds the workflows of the workspace and their tests, without running any", async () => {
    await eventually("the workflows are there", async () => {
      assert.deepEqual(await names(), ["broken.ts", "tested.ts"]);
    });
    for (const file of ["tested.ts", "broken.ts"]) {
      await row(file).click();
      await workbench.page.keyboard.press("ArrowRight");
    }
    const found = ["broken.ts", "loads", "unlucky", "remote", "tested.ts", "loads", "shout", "shouts"];
    await eventually("their tests are there", async () => assert.deepEqual(await names(), found));
    for (const label of await labels()) assert.match(label, /not yet run/i);
  });

  it("runs all of them but those that call services, and says what is wrong", async () => {
    await workbench.runCommand("Test: Run All Tests");
    await becomes("shouts", /failed/i);
    await becomes("shout ", /passed/i);
    await becomes("unlucky", /failed/i);
    await becomes("remote", /not yet run/i);
    await results().filter({ hasText: "No luck today." }).first().waitFor();
  });

  it("shows how a recorded test differs, and takes what came for what is expected", async () => {
    await workbench.openFile("shouts.daggr-test.json");
    await workbench.runCommand("Test Results: Focus on Test Results View");
    await results().filter({ hasText: "shouts" }).first().click();
    const diff = workbench.page.locator(".test-output-peek-message-container .monaco-diff-editor");
    await diff.getByText("WELL DUNE").first().waitFor();
    await diff.getByText("WELL DONE").first().waitFor();
    await workbench.page.getByText("Update Expected Value", { exact: true }).first().click();
    await becomes("shouts", /passed/i);
    const text = await readFile(join(workbench.workspace, "shouts.daggr-test.json"), "utf8");
    assert.equal((JSON.parse(text) as typeof recorded).expected.shout.loud.value, "WELL DONE");
  });

  it("debugs the test of a function", async () => {
    await workbench.openFile("tested.ts");
    await workbench.page.keyboard.press("Control+G");
    await workbench.page.keyboard.type("6\n");
    await workbench.page.keyboard.press("F9");
    await debugPasses("shout ");
  });

  it("debugs a recorded test, by the same breakpoint", () => debugPasses("shouts "));
});
