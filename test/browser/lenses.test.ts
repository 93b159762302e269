import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { Workbench } from "../support/workbench.ts";

const workflow = `import { setTimeout as sleep } from "node:timers/promises";
import { FnNode, Graph, gr } from "daggr";

async function* count(end: number, signal: AbortSignal) {
  for (let count = 0; count < end; count++) {
    await sleep(20, undefined, { signal });
    yield \`\${count}\`;
  }
}

const quick = new FnNode(({}, { signal }) => count(100, signal), { concurrent: true, outputs: { text: gr.Textbox() } });
const slow = new FnNode(({}, { signal }) => count(Infinity, signal), { concurrent: true, outputs: { text: gr.Textbox() } });

export default new Graph({ name: "Lenses", nodes: [quick, slow] });
`;

describe("lenses while a graph runs", () => {
  let workbench: Workbench;
  before(async function () {
    this.timeout(120_000);
    workbench = await Workbench.open({ workspace: { "workflow.ts": workflow } });
    await workbench.openFile("workflow.ts");
  });
  after(() => workbench.close());

  /** The lenses above each node, in the order of the file. */
  const lenses = async (): Promise<readonly string[]> => {
    const rows = await workbench.page.locator(".codelens-decoration").allInnerTexts();
    return rows.map((row) => row.replaceAll(/\s+/g, " ").trim()).filter((row) => row.includes("Run node"));
  };

  it("tell of a node that is done although another one streams and streams", async () => {
    await eventually("the lenses are there", async () => assert.equal((await lenses()).length, 2));
    await workbench.runCommand("Daggr: Run All");
    await eventually("both states are told", async () => {
      const [quick, slow] = await lenses();
      assert.match(quick ?? "", /\| \d+(\.\d s| ms)$/);
      assert.match(slow ?? "", /\| running$/);
    });
    await workbench.runCommand("Daggr: Stop");
    await eventually("it is stopped", async () => assert.match((await lenses())[1] ?? "", /\| stopped$/));
  });
});
