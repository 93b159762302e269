import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";
import { CanvasPage } from "./canvas-page.ts";
import { fineNode, nextRunWorks } from "./next-run.ts";

const node = (name: string, body: string) => `
export const ${name} = new FnNode(({ on }) => { ${body} }, {
  inputs: { on: true },
  outputs: { out: gr.Textbox({ label: "Out" }) },
});
`;

const bodies = {
  loops: "for (;;) String(on);",
  blocks: 'execFileSync("sleep", ["600"]); return String(on);',
  exits: "process.exit(3);",
  hoards: "const kept: Buffer[] = []; for (;;) kept.push(Buffer.alloc(64 * 1024 * 1024, 1));",
};

const names = Object.keys(bodies);
const workflow = `import { execFileSync } from "node:child_process";
import { FnNode, Graph, gr } from "daggr";
${Object.entries(bodies)
  .map(([name, body]) => node(name, body))
  .join("")}
${fineNode}export default new Graph({ name: "Runaway", nodes: [${[...names, "fine"].join(", ")}] });
`;

describe("a workflow that runs away", function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let canvas: CanvasPage;
  let hosts: readonly number[];

  before(async () => {
    workbench = await Workbench.open({
      workspace: {
        "runaway.ts": workflow,
        "stuck.ts":
          'import { Graph } from "daggr";\nfor (;;);\nexport default new Graph({ name: "Stuck", nodes: [] });\n',
      },
      settings: { "daggr.loadTimeout": 3 },
    });
    await workbench.openFile("runaway.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    canvas = new CanvasPage(await workbench.canvas());
    hosts = await workbench.server.extensionHosts();
    assert.equal(hosts.length, 1);
  });

  after(() => workbench?.close());

  for (const name of ["loops", "blocks", "hoards"]) {
    it(`that ${name} in a function is stopped from the canvas within two seconds`, async () => {
      await canvas.run(name);
      await canvas.card(name).getByRole("button", { name: "Stop", exact: true }).waitFor();
      await canvas.stop(name);
      await canvas.state(name, /stopped/i, 2000);
      await nextRunWorks(workbench, canvas, hosts);
    });
  }

  for (const name of ["exits", "hoards"]) {
    it(`that ${name} in a function fails with a message`, async () => {
      await canvas.run(name);
      await canvas.state(name, /failed/i, 100_000);
      await nextRunWorks(workbench, canvas, hosts);
    });
  }

  it("that loops for ever while loading is ended with a message", async () => {
    await workbench.openFile("stuck.ts");
    await workbench.runCommand("Daggr: Open Canvas");
    await eventually("the canvas says that loading took too long", async () => {
      const texts = await Promise.all(
        workbench.page.frames().map((frame) =>
          frame
            .locator("body")
            .innerText()
            .catch(() => ""),
        ),
      );
      assert.match(texts.join("\n"), /stuck\.ts did not finish loading within 3 s/i);
    });
    assert.deepEqual(
      await workbench.server.extensionHosts(),
      hosts,
      "the extension host is the same process",
    );
  });
});
