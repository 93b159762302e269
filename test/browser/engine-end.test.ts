import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { node24 } from "../../scripts/lib/node24.mjs";
import { inRoot } from "../../scripts/lib/paths.mjs";
import { eventually } from "../support/eventually.ts";
import { isAlive } from "../support/processes.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage, hasValue } from "./canvas-page.ts";

const workflow = `import { writeFileSync } from "node:fs";
import { FnNode, Graph, gr } from "daggr";

const greet = new FnNode(({ who }) => \`Hello, \${who}!\`, {
  inputs: { who: gr.Textbox({ label: "Who", value: "world" }) },
  outputs: { text: gr.Textbox() },
});
const spin = new FnNode(({ text }) => {
  writeFileSync(new URL("pid", import.meta.url), String(process.pid));
  for (;;) String(text);
}, { inputs: { text: greet.text }, outputs: { out: gr.Textbox() } });
export default new Graph({ name: "Greeting", nodes: [spin] });
`;

describe("an engine that ends", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;

  before(async () => {
    workbench = await Workbench.open({
      workspace: { "workflow.ts": workflow },
    });
    await workbench.openFile("workflow.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
  });
  after(() => workbench?.close());

  it("starts again by itself: the canvas comes back with its state and says what happened", async () => {
    await canvas.card("greet.who").locator("input, textarea").first().fill("fox");
    await canvas.run("greet");
    await canvas.card("greet").getByText("Hello, fox!").first().waitFor();
    await canvas.fit();
    await canvas.inPlace("greet", "spin");
    await canvas.run("spin");
    const pid = await eventually("the function runs", () =>
      Number(readFileSync(join(workbench.workspace, "pid"), "utf8")),
    );
    assert.ok(isAlive(pid));
    const hosts = await workbench.server.extensionHosts();

    process.kill(hosts[0]!, "SIGUSR1");
    const inspector = await eventually("the extension host can be inspected", async () => {
      const [, address] = /Debugger listening on (ws:\S+)/.exec(await workbench.server.logs()) ?? [];
      assert.ok(address);
      return address;
    });
    await promisify(execFile)(node24, [
      inRoot("test", "support", "end-worker.mjs"),
      inspector,
      "daggr-graph",
    ]);

    await canvas.frame.getByText(/engine ended unexpectedly.*started again.*run it again/).waitFor();
    await eventually("the process that spun has ended", () => assert.ok(!isAlive(pid)));
    await canvas.card("greet").getByText("Hello, fox!").first().waitFor();
    await hasValue(canvas.card("greet.who").locator("input, textarea").first(), "fox");
    assert.deepEqual(await workbench.server.extensionHosts(), hosts);
  });

  it("works again", async () => {
    await canvas.card("greet.who").locator("input, textarea").first().fill("whale");
    await canvas.run("greet");
    await canvas.card("greet").getByText("Hello, whale!").first().waitFor();
  });
});
